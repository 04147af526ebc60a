"""The staff's desk of this room in the Wagtail admin: rubricator, mentors, cases, questions, calendar."""
