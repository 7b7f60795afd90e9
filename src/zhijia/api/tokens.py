"""Making, finding and revoking the keys by which programs act for somebody."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.api.models import ApiToken, Scope
from zhijia.journal import services as journal
from zhijia.kernel.day import today
from zhijia.registry.errors import NotFound, Refused
from zhijia.tree.actor import Actor

LONGEST = timedelta(days=365)
MOST = 20
PER_MINUTE = 600
PREFIX = "zj_"


def issue(*, by: Actor, name: str, scope: str, expires_on: date) -> tuple[ApiToken, str]:
    """A new token and its clear text, which nobody sees again. Raises Refused."""
    if not today() <= expires_on <= today() + LONGEST:
        raise Refused("expires_on", _("A token lasts from today up to one year."))
    if scope not in Scope.values:
        raise Refused("scope", _("A token may read, or read and write."))
    if live(by).count() >= MOST:
        raise Refused("", _("You have %(most)s tokens: revoke one first.") % {"most": MOST})
    clear = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=by.user_id,
        name=name,
        scope=scope,
        expires_on=expires_on,
        digest=_digest(clear),
        start=clear[:8],
    )
    _record(token, by, "issue", {"name": name, "scope": scope, "expires_on": expires_on.isoformat()})
    return token, clear


def revoke(uid: UUID, *, by: Actor) -> ApiToken:
    """One's own token ended at once. Raises NotFound."""
    if not ApiToken.objects.filter(uid=uid, user_id=by.user_id, revoked_at=None).update(
        revoked_at=timezone.now()
    ):
        raise NotFound
    token = ApiToken.objects.get(uid=uid)
    _record(token, by, "revoke", {"name": token.name})
    return token


def live(by: Actor) -> QuerySet[ApiToken]:
    """The tokens of an account that still open something, the newest first."""
    own = ApiToken.objects.filter(user_id=by.user_id, revoked_at=None, expires_on__gte=today())
    return own.order_by("-made_at", "-id")


def find(clear: str) -> ApiToken | None:
    """The live token of that clear text, its use noted at most once a minute."""
    rows = ApiToken.objects.filter(digest=_digest(clear), revoked_at=None, expires_on__gte=today())
    token = rows.filter(user__is_active=True).select_related("user").first()
    if token is not None:
        now = timezone.now()
        rows.filter(Q(used_at=None) | Q(used_at__lt=now - timedelta(minutes=1))).update(used_at=now)
    return token


def is_too_fast(token: ApiToken) -> bool:
    """Whether this is one request too many in this minute, counted in the cache of this server process."""
    key = f"api:{token.pk}:{int(timezone.now().timestamp()) // 60}"
    if cache.add(key, 1, timeout=120):
        return PER_MINUTE < 1
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:  # the cache was full and let the count go: it begins anew
        return False


def _digest(clear: str) -> str:
    """A plain hash will do: the text has 256 random bits."""
    return hashlib.sha256(clear.encode("utf-8", "replace")).hexdigest()


def _record(token: ApiToken, by: Actor, verb: str, after: dict[str, str]) -> None:
    journal.record(
        by, verb=verb, kind="api.token", uid=token.uid, org_id=None, path="", before=None, after=after
    )
