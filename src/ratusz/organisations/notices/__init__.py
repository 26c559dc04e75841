"""Who is told what when an organisation or its people change."""

from ratusz.organisations.notices.joining import confirmed, handed_over, joined, refused

__all__ = ["confirmed", "handed_over", "joined", "refused"]
