"""What the ground tells the rooms above. Receivers run inside the transaction of the change."""

from django.dispatch import Signal

# A deed was written to the journal. kwargs: case, entry (JournalEntry), by (user or None).
case_moved = Signal()
# A clock reminds whoever has to move. kwargs: case, times (how often it has struck in this move, from 1).
move_nudged = Signal()
# The three-week question is due. kwargs: case.
after_check_due = Signal()
# Nobody fits a case. kwargs: case.
nobody_fits = Signal()
# A message came in the chat of a personal case. kwargs: case, message.
message_sent = Signal()
# A case took a step on its way to the library (see `enums.PublicationStatus`). kwargs: public_case, by (user or None).
publication_moved = Signal()
# A colleague was asked for a commentary on a case for the library, or has answered. kwargs: commentary.
commentary_moved = Signal()
# A colleague who was asked for a commentary has been silent for days. kwargs: commentary.
commentary_due = Signal()
# What readers and the author tell of a published case was counted anew. kwargs: public_case.
publication_counted = Signal()
