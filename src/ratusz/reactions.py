"""When this has happened, do that. What urls.py is to requests, this is to events."""

REACTIONS: dict[str, tuple[str, ...]] = {
    "organisations.membership.join": ("ratusz.organisations.notices.joined",),
    "organisations.membership.confirm": ("ratusz.organisations.notices.confirmed",),
    "organisations.membership.refuse": ("ratusz.organisations.notices.refused",),
    "organisations.membership.promote": ("ratusz.organisations.notices.handed_over",),
    "organisations.membership.invite": ("ratusz.organisations.notices.registry.invited",),
    "organisations.revision.save": ("ratusz.organisations.notices.registry.saved",),
    "organisations.organisation.register": ("ratusz.organisations.notices.registry.registered",),
    "organisations.organisation.confirm": ("ratusz.organisations.notices.registry.confirmed",),
    "organisations.organisation.refuse": ("ratusz.organisations.notices.registry.refused",),
    "organisations.organisation.merge": ("ratusz.organisations.notices.merging.merged",),
    "proposals.proposal.send": ("ratusz.proposals.notices.sent",),
    "proposals.proposal.accept": ("ratusz.proposals.notices.accepted",),
    "proposals.proposal.reject": ("ratusz.proposals.notices.rejected",),
    "proposals.proposal.withdraw": ("ratusz.proposals.notices.withdrawn",),
    "proposals.proposal.cancel": ("ratusz.proposals.notices.cancelled",),
    "proposals.changerequest.ask": ("ratusz.proposals.notices.change_asked",),
    "proposals.changerequest.accept": ("ratusz.proposals.notices.change_accepted",),
    "proposals.changerequest.reject": ("ratusz.proposals.notices.change_rejected",),
}

# What must happen in the same transaction as this, in capabilities above the one where it happens: called with the
# records concerned, `by` and `at`.
TOGETHER: dict[str, tuple[str, ...]] = {
    "organisations.organisation.merge": (
        "ratusz.programmes.actions.follow_merge",
        "ratusz.proposals.actions.follow_merge",
    ),
}

# The same, told beforehand: functions that return lines to be read by whoever decides.
FORETOLD: dict[str, tuple[str, ...]] = {
    "organisations.organisation.merge": (
        "ratusz.programmes.queries.merge_foretold",
        "ratusz.proposals.queries.merge_foretold",
    ),
}
