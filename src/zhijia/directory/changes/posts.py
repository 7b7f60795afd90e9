"""Posts in a union that is gone: they end with it, or the same people go on in the receiving union."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from zhijia.tree.models import Org, Post


def posts_of(org: Org, on: date) -> QuerySet[Post]:
    """The posts that would still be held on the day."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return Post.objects.filter(lasting, org=org).select_related("user", "org").order_by("role", "user__name")


def told(posts: list[Post]) -> str:
    """Posts in a line for the journal."""
    return "; ".join(f"{post.user.name} {post.get_role_display()}" for post in posts)


def go_on(posts: list[Post], *, at: Org, on: date) -> None:
    """The same roles held at another union from the day on, where they are not held there already."""
    held = set(posts_of(at, on).values_list("user_id", "role"))
    Post.objects.bulk_create(
        [
            Post(
                user_id=post.user_id,
                org=at,
                role=post.role,
                valid_from=max(post.valid_from, on),
                valid_to=post.valid_to,
            )
            for post in posts
            if (post.user_id, post.role) not in held
        ]
    )
