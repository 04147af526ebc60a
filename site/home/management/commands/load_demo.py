"""`manage.py load_demo`: a living portal to look at. Never run it on a portal with real people."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from post_office.models import Email

from accounts.models import User
from home.demo.cases import load_cases
from home.demo.people import PASSWORD, email_of, load_people

SHOWN = {
    "veronika": "mentee: questions to answer",
    "alina": "mentee: a solution to read",
    "olga": "mentee: a finished case",
    "sergey": "mentor: a request",
    "oksana": "mentor: a case in work",
    "anna": "moderator",
    "vera": "editor",
    "oleg": "administrator",
}


class Command(BaseCommand):
    """Loads the demo once; afterwards only prints the sign-ins again."""

    help = "Loads invented people and cases, and prints how to sign in."

    def handle(self, *args, **options):
        if not User.objects.filter(email=email_of("olga")).exists():
            if User.objects.exists():
                raise CommandError("This portal already has people of its own. The demo was not loaded.")
            call_command("load_portal", stdout=self.stdout)
            self._load()
        call_command("load_library", stdout=self.stdout)
        self.stdout.write("\nDemo sign-ins, password: " + PASSWORD)
        for key, role in SHOWN.items():
            self.stdout.write(f"  {email_of(key):22} {role}")

    @transaction.atomic
    def _load(self) -> None:
        people = load_people()
        count = load_cases(people)
        # Letters about things that happened weeks ago help nobody.
        Email.objects.filter(to__endswith="@demo.example").delete()
        self.stdout.write(f"demo: {len(people)} people, {count} cases")
