"""A demonstration: invented people, real places, a programme that is open today. Never loaded in production."""

from ratusz.demo.cast import LOGINS, Login
from ratusz.demo.load import load

__all__ = ["LOGINS", "Login", "load"]
