"""`manage.py load_portal`: everything that a new portal ships with."""

from django.core.management.base import BaseCommand

from accounts.consents import load_consents
from home.shipped import load_pages
from knowledge_base.shipped import load_library_frame
from mentoring.shipped import load_questions, load_rubricator


class Command(BaseCommand):
    """Safe to repeat: adds only what is missing, and leaves alone what people have changed."""

    help = "Loads rubricator, questions, consent texts and pages that the portal ships with."

    def handle(self, *args, **options):
        parts = {
            "rubrics": load_rubricator(),
            "questions": load_questions(),
            "consent texts": load_consents(),
            "pages": load_pages(),
            "parts of the library": load_library_frame(),
        }
        self.stdout.write("added: " + ", ".join(f"{count} {name}" for name, count in parts.items()))
