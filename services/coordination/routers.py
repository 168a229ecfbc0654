"""The pages of the network, and what programs read and write."""

from services.chassis.web.router import Router
from services.coordination import api
from services.coordination.account_cards.pages import asking as account_asking
from services.coordination.account_cards.pages import card as account_card
from services.coordination.account_cards.pages import decision as account_decision
from services.coordination.account_cards.pages import parts as account_parts
from services.coordination.account_list import pages as account_list
from services.coordination.account_plans import pages as account_plans
from services.coordination.actor_accounts.pages import accounts as actor_accounts
from services.coordination.actor_agreements import pages as actor_agreements
from services.coordination.actor_cards import pages as actor_cards
from services.coordination.actor_exchanges import pages as actor_exchanges
from services.coordination.actor_files.pages import exports as actor_exports
from services.coordination.actor_files.pages import imports as actor_imports
from services.coordination.actor_people.pages import objections as actor_objections
from services.coordination.actor_people.pages import people as actor_people
from services.coordination.actors.pages import directory
from services.coordination.campaigns.pages import campaign_forms, campaigns
from services.coordination.campaigns.pages import home_parts as campaign_parts
from services.coordination.committee_desk.pages import committees, meetings
from services.coordination.committee_plans import pages as committee_plans
from services.coordination.committee_years.pages import year, year_files
from services.coordination.committees.pages import committees as committee_forms
from services.coordination.committees.pages import members, stop
from services.coordination.company_parts import pages as company_parts
from services.coordination.decisions.pages import decisions
from services.coordination.entrusted_needs import pages as entrusted_needs
from services.coordination.feeds import pages as feeds
from services.coordination.good_practices import pages as good_practices
from services.coordination.home_parts import pages as home_parts
from services.coordination.journal_words.pages import word_form, words
from services.coordination.meeting_points import pages as meeting_points
from services.coordination.meetings import pages as meeting_forms
from services.coordination.need_balances import pages as need_balances
from services.coordination.need_cards.pages import handling, need_card, supervision
from services.coordination.need_forms.pages import need_form
from services.coordination.need_links.pages import company_need, entrusted_need
from services.coordination.need_list.pages import need_files, needs
from services.coordination.need_parts import pages as need_parts
from services.coordination.need_rights import pages as need_rights
from services.coordination.need_tellings import pages as need_tellings
from services.coordination.network_week import pages as network_week
from services.coordination.news.pages import news, pictures, proposals
from services.coordination.objectives import pages as objectives
from services.coordination.offer_calendar import pages as offer_calendar
from services.coordination.offer_cards.pages import card as offer_card
from services.coordination.offer_cards.pages import handling as offer_handling
from services.coordination.offer_cards.pages import of_formation as offer_of_formation
from services.coordination.offer_cards.pages import preparation as offer_preparation
from services.coordination.offer_cards.pages import signals as offer_signals
from services.coordination.offer_list import pages as offer_list
from services.coordination.offer_notes import pages as offer_notes
from services.coordination.onboardings.pages import onboardings, steps
from services.coordination.people_files import pages as people_files
from services.coordination.public_news import pages as public_news
from services.coordination.supervisor_tasks import pages as supervisor_tasks
from services.coordination.support_requests import pages as support_requests
from services.coordination.training_signals.pages import (
    signal_card,
    signal_form,
    signal_list,
    signal_parts,
)

ROUTERS: tuple[Router, ...] = (
    feeds.router,
    company_parts.router,
    home_parts.router,
    # One task last: « nouvelle » is no task’s id.
    network_week.router,
    supervisor_tasks.router,
    # One word last: « nouveau » is no word’s id.
    word_form.router,
    words.router,
    proposals.router,
    pictures.router,
    public_news.router,
    # Items last: « abonnement » is no item's id.
    news.router,
    directory.router,
    # One actor last: « conventions », « personnes » and « echanges » are no actor’s id.
    actor_exports.router,
    actor_imports.router,
    actor_objections.router,
    people_files.router,
    actor_agreements.router,
    actor_people.router,
    actor_exchanges.router,
    actor_accounts.router,
    actor_cards.router,
    support_requests.router,
    good_practices.router,
    stop.router,
    committee_forms.router,
    members.router,
    meeting_forms.router,
    meetings.router,
    meeting_points.router,
    decisions.router,
    committee_plans.router,
    year.router,
    year_files.router,
    # One committee last: « decisions » is no committee's id.
    committees.router,
    # One campaign last: « nouvelle » is no campaign's id.
    campaign_parts.router,
    campaign_forms.router,
    campaigns.router,
    objectives.router,
    # One account last: « nouveau » and « ouverture » are no account’s id.
    account_list.router,
    account_asking.router,
    account_parts.router,
    account_plans.router,
    account_decision.router,
    account_card.router,
    steps.router,
    onboardings.router,
    # One need last: « nouveau », « bilan » and files of the list are no need's id.
    needs.router,
    need_balances.router,
    need_parts.router,
    need_tellings.router,
    need_files.router,
    need_rights.router,
    need_form.router,
    company_need.router,
    entrusted_need.router,
    entrusted_needs.router,
    need_card.router,
    supervision.router,
    handling.router,
    # One signal last: « nouveau » and files of the list are no signal's id.
    signal_list.router,
    signal_parts.router,
    signal_form.router,
    signal_card.router,
    # One file last: « calendrier », « note » and « nouveau » are no file's id.
    offer_list.router,
    offer_calendar.router,
    offer_notes.router,
    offer_preparation.router,
    offer_of_formation.router,
    offer_card.router,
    offer_handling.router,
    offer_signals.router,
    api.router,
)
