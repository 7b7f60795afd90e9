"""A house without a single address."""

from __future__ import annotations

urlpatterns: list[object] = []
handler404 = "zhijia.ui.errors.not_found"
