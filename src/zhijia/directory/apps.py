from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "zhijia.directory"
    label = "directory"
    verbose_name = _("directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from zhijia.directory import behalf, informing, reaching, upgrade
        from zhijia.directory.holding.asked import ASKED
        from zhijia.directory.integrity import check, employers, facts, people, posts, sites, unions
        from zhijia.directory.life import checks as life
        from zhijia.directory.models import Application, Leaving, Transfer
        from zhijia.directory.queries import person_of
        from zhijia.directory.sites import closing
        from zhijia.reach import people as reached
        from zhijia.registry.extras import add_after_write, add_form_extra
        from zhijia.tree.actor import PERSON_OF

        post_migrate.connect(upgrade.after_migrate, sender=self, dispatch_uid="directory.upgrade")
        PERSON_OF.append(person_of)
        reached.OWN.append(reaching.own)
        reached.NAMES.append(reaching.names)
        reached.BY_UID.append(reaching.by_uid)
        reached.BY_PHONE.append(reaching.by_phone)
        reached.NAMING.append(reaching.are_named)
        reached.LISTED.append(reaching.listed)
        reached.COUNTED.append(reaching.counted)
        reaching.hang_up()
        behalf.SOURCES.extend(partial(behalf.of_wishes, one) for one in (Application, Transfer, Leaving))
        add_after_write("directory.informing", informing.after_write)
        add_after_write("directory.sites", closing.after_write)
        add_form_extra(ASKED)
        check.add((*unions.PLACES, *unions.LIFE, *people.MEMBERSHIPS, *people.PEOPLE))
        check.add(facts.FACTS)
        check.add((*employers.EMPLOYERS, *employers.BASES, *posts.POSTS, *sites.SITES))
        _watch()
        check.add(life.CHECKS)
        _describe()


def _watch() -> None:
    """Mergings of records: the journal answers for them, and their places follow the tree."""
    from zhijia.journal import witness
    from zhijia.tree import moves

    witness.watch("directory_merger", kind="directory.merger")
    moves.follows("directory_merger")


def _describe() -> None:
    """Names of what the room writes into the journal beyond adding, changing and removing."""
    from zhijia.journal import words

    merged = {"merge": _("two records merged"), "undo": _("merging taken back"), "restore": _("brought back")}
    alike = {"apart": _("told apart"), "not_apart": _("no longer told apart")}
    own = {"account": _("given an account"), "transfer": _("transferred")}
    words.describe("directory.person", verbs=own | merged | alike, fields={"other": _("the other record")})
    words.describe(
        "directory.membership", verbs={"leave": _("left the union"), "transfer": _("transferred")} | merged
    )
    words.describe("directory.personfact", verbs=merged)
    words.describe("directory.tenure", verbs={"end": _("ended"), **merged})
    for noun in ("organiser", "posting"):
        words.describe(f"directory.{noun}", verbs={"end": _("ended"), **merged})
    words.describe("directory.reunion", verbs=merged)
    words.describe("directory.union", verbs={"post": _("taken from the posts")})
    for noun in (
        "approach",
        "coverage",
        "unit",
        "unitfact",
        "personfact",
        "application",
        "leaving",
        "transfer",
    ):
        words.describe(f"directory.{noun}", verbs={"transfer": _("handed to another union")})
    words.describe("directory.transfer", verbs={"both_sides": _("one person agreed for both sides")})
    words.describe("directory.approach", verbs={"take_over": _("taken over by another officer")})
    words.describe(
        "directory.drive",
        verbs={"quotas": _("quotas given")},
        fields={"quotas": _("quotas by code of the union")},
    )
    _describe_words()
    _describe_changes()


def _describe_words() -> None:
    """Names of what people say for themselves."""
    from zhijia.journal import words

    reached = {
        "messages_left": _("wants no messages of a kind"),
        "messages_back": _("wants messages of a kind again"),
        "wechat_bound": _("joined WeChat"),
        "wechat_parted": _("parted from WeChat"),
    }
    words.describe("directory.person", verbs=reached)
    for noun in ("application", "transfer", "leaving"):
        words.describe(f"directory.{noun}", verbs={"own_word": _("said so themselves")})


def _describe_changes() -> None:
    """Names of what changes of the tree write into the journal."""
    from zhijia.journal import words

    words.describe(
        "directory.union",
        verbs={
            "took_up": _("took up another union"),
            "split": _("split into several unions"),
            "split_off": _("founded by a split"),
            "joint": _("became a joint union"),
            "posts_end": _("posts ended with the union"),
            "posts_go": _("posts went on in the receiving union"),
        },
        fields={
            "on": _("with effect from"),
            "into": _("to"),
            "from": _("from"),
            "posts": _("posts"),
        },
    )
