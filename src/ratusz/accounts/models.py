"""People who sign in."""

from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account that can sign in at once is made by the caller confirming its address."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """One person, one account. The e-mail address is the login and is kept in lower case.

    What a person may do follows from memberships in organisations, never from this record.
    """

    email = models.EmailField(_("adres e-mail"), unique=True)
    first_name = models.CharField(_("imię"), max_length=100)
    last_name = models.CharField(_("nazwisko"), max_length=100)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    language = models.CharField(_("język"), max_length=2, default="pl")
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()

    objects = UserManager()
    acting_for: int | None = None  # which of several organisations was chosen in this session

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name", "registered_at"]

    class PersonalData:
        none = frozenset({"password", "language", "is_active", "last_login", "registered_at"})
        pseudonym = frozenset({"id"})
        personal = frozenset({"email", "first_name", "last_name", "phone"})

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @cached_property
    def current_memberships(self) -> tuple[Any, ...]:
        """Memberships in force, with their organisations; read once per request."""
        return tuple(self.memberships.in_force().for_decisions().order_by("id"))

    def read_roles_again(self) -> None:
        """For decisions under a lock: whoever held it before may have changed what this person may do."""
        self.__dict__.pop("current_memberships", None)

    def has_role(self, *roles: str) -> bool:
        """Does the person hold one of these roles in any organisation?"""
        return any(membership.role in roles for membership in self.current_memberships)
