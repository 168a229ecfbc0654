"""Who asks what is kept about them is told all of it: whatever column the register calls personal."""

import pytest

from deploy.services import SERVICES
from services.chassis.privacy.processing_register import by_processing
from services.chassis.service.spec import Service

TOLD_TO_A_PUPIL = {
    "internships": {
        "rule_overrides",
        "follow_ups",
        "arrivals",
        "planned_visits",
        "host_opinions",
        "alerts",
        "pupils",
        "exemptions",
        "placements",
        "approaches",
        "followings",
        "mobility_aids",
        "mobility_aid_steps",
        "personal_links",
        *("agreements", "agreement_signatures"),
        "attestations",
        *("family_addresses", "family_agreements"),
    },
    "partnerships": {"interactions"},
    "notifications": {"mails"},
}
TOLD_TO_A_CONTACT = {
    "partnerships": {
        "contacts",
        "contact_checks",
        "shared_contacts",
        "interactions",
        "actor_exchanges",  # told with the exchanges
        "withdrawn_actor_exchanges",  # the same
        "tasks",  # the same
        "dropped_mails",  # the same, while no company was found
        "company_notes",  # the same
        "site_pause_reasons",  # the same; of safety, by its head and RBDE
        "import_rows",
        "partnerships",
        "brought",  # to a pupil, its texts are told with the exchanges
        "mass_changes",  # told with the exchanges, while nobody confirmed the tasks
        "mailings",  # the same, as long as the text is kept
        "mailing_recipients",
    },
    "notifications": {"mails"},
}
OF_OTHERS = {
    "internships": {
        "referents": "the lycée's own staff, shown to them on the page of their link",
        "period_formations": "which finished PFMP count a pupil, told with their periods",
        "counted_changes": "ids of those whom somebody counted by name in one of these",
        "roster_import_pupils": "class and departure as a list changed them, for thirty-one days",
    },
    "partnerships": {
        "companies": "a sole trader is shown its card by a bureau, which sees all of it",
        "documents": "files as the bureau brought them, which it hands over itself",
        "company_words": "the words of that card",
        "contact_words": "the words of a contact's card, which is told",
        "shared_contact_words": "the same",
        "sites": "the same card",
        "imports": "about who has an account, who began it",
        "import_files": "a file as it was brought, gone at the confirmation",
        "import_effects": "how a company's card was before, for thirty days",
        "departed_sites": "the same",
        "merges": "how two cards were before they became one: the sole trader's card again",
        "merge_moves": "the lines of both cards, and the ways to them: the same answers as of those",
        "contact_objections": "keyed hashes: whoever has a card there reads on it that they object",
        "directory_entries": "what the public register says, beside a sole trader's card",
        "directory_kept": "the same, where a bureau keeps what it wrote",
        "directory_takings": "how that card was before, for thirty days",
        "ways": "the lycée's own staff, shown to them on the company's page",
        "task_silences": "about who has an account",
        "drop_addresses": "the same",
        "company_views": "who has an account, who sees their own views in the list",
        "default_views": "the same",
        "teacher_links": "the lycée's own staff, shown to them on the page of their link",
    },
    "coordination": {
        "actors": "public desks of organisations",
        "actor_people": "who is called at an actor, found and told by the supervisor on « Droits d’une personne »",
        "actor_exchanges": "the same page",
        "actor_people_corrections": "how they were noted before a list, for thirty days",
        "actor_imports": "public desks of organisations, as they were before a list, for thirty days",
        "news": "texts of bureaux, read by all",
        "published_news": "the same",
        "news_pictures": "pictures of news, with the written consent of who is recognised",
        "published_pictures": "the same",
        "needs": "who told a need, found and told by the supervisor on « Droits d’une personne »",
        "need_assignments": "the same page",
        "need_precisions": "the same page",
        "need_confirmations": "a keyed digest: who asks is told of the need itself",
        "support_messages": "what a bureau and the supervisor write each other, read by both",
        "journal_words": "what the supervisor says to a bureau, and its answer, read by both",
        "training_signals": "what was said of a trade; who is named there is told by the bureau that noted it",
        "good_practices": "texts of bureaux, read by all",
        "practice_comments": "the same",
        "offer_files": "texts of the supervisor on a training course, read by the lycée they are about",
        "offer_moves": "the same: why a file moved",
        "offer_opinions": "the same: what a body said of it",
        "key_account_words": "what a bureau says of a company, read by those concerned",
        "key_account_decisions": "texts of the supervisor on a company, read by those concerned",
        "key_account_lines": "the same: what lycées do with it",
        "feed_links": "about who has an account",
        "campaigns": "texts of the DSDEN about what is asked, read by all bureaux",
        "campaign_comments": "what a bureau writes of a campaign, read by itself and the supervisor",
        "objectives": "a note of what was agreed with a bureau, read by it",
        "committee_members": "who speaks for an organisation, read by all on the committee’s page",
        "committee_addresses": "their address at work, which each mail to them shows",
        "committee_mail_stops": "keyed digests: the link in each mail says what it stopped",
        "meetings": "texts of committees, read by all",
        "meeting_attendance": "who came for an organisation, read by all on the meeting’s page",
        "meeting_invites": "who was convened, which each mail to them says",
        "decisions": "texts of committees, read by who carries them out",
        "plan_lines": "texts of committees, read by all",
        "committee_year_words": "texts of the supervisor about a committee",
        "supervisor_tasks": "what the supervisor notes to do",
    },
    "supervision": {"feed_readers": "about who has an account"},
    "portal": dict.fromkeys(
        (
            "accounts",
            "grants",
            "sessions",
            "half_sign_ins",
            "second_factors",
            "recovery_codes",
            "second_factor_notices",
            "inactivity_warnings",
            "calendar_feeds",
            "sign_in_letters",
            "access_proposals",
            "handovers",
            "api_tokens",
        ),
        "about who has an account, shown on the page of the account",
    )
    | {
        "lycee_profiles": "the head of the lycée, shown to them on its profile",
        "handover_words": "what a bureau leaves, read by the bureau and its head",
    },
}
"""Tables about neither a pupil nor a contact, and why."""


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_table_that_says_something_of_a_person_is_told_to_that_person(
    service: Service,
) -> None:
    personal = {
        line.table
        for lines in by_processing(service.register).values()
        for line in lines
        if line.use.personal
    }
    told = TOLD_TO_A_PUPIL.get(service.name, set()) | TOLD_TO_A_CONTACT.get(service.name, set())

    assert personal - told == set(OF_OTHERS.get(service.name, {}))
