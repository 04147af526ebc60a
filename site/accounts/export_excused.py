"""Models that the export of own data leaves out, each with the reason."""

# Models of these rooms that hold nothing of one person, or only what a section above already tells.
NOTHING_OF_PEOPLE: dict[str, str] = {
    "accounts.ConsentText": "published documents",
    "mentoring.CaseNumber": "numbers ever given",
    "mentoring.DayOff": "the calendar",
    "mentoring.Limits": "settings",
    "mentoring.HintQuestion": "content",
    "mentoring.ReflectionQuestion": "content",
    "mentoring.Rubric": "content",
    "mentoring.Round": "told with its questions",
    "mentoring.Solution": "told with its options",
    "mentoring.Seat": "an index of the mentor's profile",
    "mentoring.PublicCase": "published copies that lead back to nobody",
    "mentoring.Ruling": "the moderators' work on what the cases tell",
    "knowledge_base.LibraryIndexPage": "content",
    "knowledge_base.LibrarySectionPage": "content",
    "knowledge_base.ResourcePage": "content",
    "knowledge_base.SolvedCasePage": "content",
    "knowledge_base.CaseMaterial": "content",
    "knowledge_base.CollectionPage": "content",
    "knowledge_base.CollectionItem": "content",
    "knowledge_base.DeidentifyTask": "settings",
    "knowledge_base.AuthorApprovalTask": "settings",
    "knowledge_base.PublishTask": "settings",
}
