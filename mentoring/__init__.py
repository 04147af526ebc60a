"""The ground: rubricator, cases, matching, workflow, privacy. Imports no other room."""
