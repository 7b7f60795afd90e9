"""`reset_login ACCOUNT`: a way in again for somebody who lost password or telephone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from axes.utils import reset
from django.core.management.base import BaseCommand, CommandError

from zhijia.site.accounts import services
from zhijia.site.accounts.names import normal_username
from zhijia.tree.models import User


class Command(BaseCommand):
    help = (
        "Gives an account a one-time password (to be changed at the first log-in), with --two-step also takes"
        " the authenticator app off it; opens its locks and ends its sessions."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account")
        parser.add_argument("--two-step", action="store_true", help="the telephone and the codes are lost")
        parser.add_argument("--keep-password", action="store_true", help="only the telephone is lost")

    def handle(self, *args: Any, **options: Any) -> None:
        name = normal_username(options["account"])
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"没有账号 {name}。 There is no account {name}.")
        if options["two_step"] and not services.reset_two_step(user):
            self.stderr.write(f"{name} 没有开启两步验证。 {name} had no two-step log-in.")
        if not options["keep_password"]:
            self.stdout.write(services.reset_password(user))
        reset(username=name)
