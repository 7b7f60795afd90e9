"""`migrate` as Django has it, gentle on PostgreSQL: it waits for seconds, tries again, and says what held it up."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from zhijia.journal import triggers
from zhijia.site import altering
from zhijia.tally import marking

PAUSE = 1.0


class Command(migrate.Command):
    """Changes nothing of a migration that does not get its locks; those before it stay."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--at-work",
            action="store_true",
            help="also while servers run, though the journal sees less meanwhile",
        )
        parser.add_argument(
            "--step-by-step",
            action="store_true",
            help="a new database too takes every step that led to its tables",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at_work, connection = options.pop("at_work", False), connections[options["database"]]
        if not options.pop("step_by_step", False) and _is_new(connection, options):
            self._all_at_once(connection, args, options)
            return
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        if not at_work:
            _refuse_at_work(connection, options)
        with altering.gently(connection):
            for left in reversed(range(settings.MIGRATE_TRIES)):
                if self._tried(connection, args, options, left):
                    return
                time.sleep(PAUSE)

    def _all_at_once(self, connection: Any, args: Any, options: Any) -> None:
        """The tables of a new database as the models stand; the steps that led there count as taken.

        Walking the steps takes half a minute, for an empty house in which they have nothing to carry over.
        """
        taken = list(MigrationExecutor(connection).loader.graph.nodes)
        elsewhere = settings.MIGRATION_MODULES
        settings.MIGRATION_MODULES = dict.fromkeys(room for room, _name in taken)
        try:
            super().handle(*args, **{**options, "run_syncdb": True})
        finally:
            settings.MIGRATION_MODULES = elsewhere
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        recorder.migration_qs.bulk_create([recorder.Migration(app=room, name=name) for room, name in taken])

    def _tried(self, connection: Any, args: Any, options: Any, left: int) -> bool:
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if not altering.gave_up(error):
                raise
            with contextlib.suppress(OperationalError):
                triggers.install(connection.alias)
                marking.install()
            if not left:
                raise CommandError(_held_up(connection)) from error
            return False
        return True


def _is_new(connection: Any, options: Any) -> bool:
    """Whether there is no table at all, and everything is asked for."""
    named = options.get("app_label") or options.get("plan") or options.get("check_unapplied")
    return not (named or options.get("fake") or connection.introspection.table_names())


def _plan(connection: Any) -> list[Any]:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _held_up(connection: Any) -> str:
    waiting = [str(step) for step, _back in _plan(connection)]
    return _(
        "Migration %(name)s waited %(seconds)s s for a table and gave up, %(tries)s times; nothing of it was changed. "
        "Open for longest: %(who)s. Try again when that has ended."
    ) % {
        "name": waiting[0] if waiting else "—",
        "seconds": altering.lock_seconds(),
        "tries": settings.MIGRATE_TRIES,
        "who": altering.longest(connection) or _("nobody any more"),
    }


def _refuse_at_work(connection: Any, options: Any) -> None:
    """The triggers of the journal go for the time of a change of columns: nobody works meanwhile."""
    named = options.get("app_label") or options.get("plan") or options.get("check_unapplied")
    if named or not triggers.in_the_way(_plan(connection), connection.alias):
        return
    if count := altering.at_work(connection):
        raise CommandError(
            _(
                "%(count)s other processes of this house are connected, and this change takes the journal's triggers "
                "away while it runs. Stop the server first, or add --at-work: what is written meanwhile has no witness."
            )
            % {"count": count}
        )
