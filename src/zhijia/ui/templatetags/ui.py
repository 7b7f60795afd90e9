"""The one tag library of the look: `{% load ui %}`."""

from __future__ import annotations

from django.template import Library

from zhijia.ui.components import figures, forms, lists, marks, panels, shell

register = Library()
for part in (figures, forms, lists, marks, panels, shell):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
