"""What other rooms may hear of accounts. Each is sent inside the transaction of the change.

mentor_applied     profile: somebody asked to become a mentor
mentor_approved    profile; by: the moderator, or None when an invitation was used
mentor_declined    profile; by; reason: words for the applicant, may be empty
mentor_suspended   profile; by; reason
mentor_invited     invitation: the letter needs `accounts.mentors.invitation_url(invitation)`
account_closing    user: the account is about to be made nameless; whoever holds more of it lets go now
own_data_asked     user: answer with a dict of sections (name → list of rows) for the export of own data
"""

from django.dispatch import Signal

mentor_applied = Signal()
mentor_approved = Signal()
mentor_declined = Signal()
mentor_suspended = Signal()
mentor_invited = Signal()
account_closing = Signal()
own_data_asked = Signal()
