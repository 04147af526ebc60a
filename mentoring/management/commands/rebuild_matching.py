"""`rebuild_matching`: write the index of matching anew from the mentors."""

from django.core.management.base import BaseCommand

from mentoring import matching


class Command(BaseCommand):
    """Needed after rows were changed past the portal; harmless at any time."""

    help = "Write the index of matching anew from the mentors."

    def handle(self, *args, **options) -> None:
        """Rebuild and say how many seats there are."""
        self.stdout.write(f"{matching.rebuild()} seats")
