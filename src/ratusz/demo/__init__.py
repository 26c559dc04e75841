"""Demonstration data: a programme that is open, offices, people and matters in every state.

Everybody is invented and every address ends in .example. Never loaded into a production installation.
"""

from ratusz.demo.cast import LOGINS, Login
from ratusz.demo.load import load

__all__ = ["LOGINS", "Login", "load"]
