"""What Ratusz does by itself, and how often. What urls.py is to requests, this is to time."""

from datetime import timedelta

TIMETABLE: dict[str, timedelta] = {
    "ratusz.jobs.sweeper.sweep": timedelta(minutes=10),
    "ratusz.history.sweeper.sweep": timedelta(minutes=10),
    "ratusz.correspondence.sweeper.sweep": timedelta(minutes=10),
    "ratusz.accounts.upkeep.delete_unconfirmed": timedelta(days=1),
    "ratusz.accounts.upkeep.delete_expired_sessions": timedelta(days=1),
    "ratusz.organisations.upkeep.forget_old_values": timedelta(days=1),
    "ratusz.organisations.upkeep.forget_lists": timedelta(days=1),
    "ratusz.proposals.notices.inform_the_named": timedelta(days=1),
}
