"""May this be done, and if not: why not, in words the person will read."""

from dataclasses import dataclass


class Refused(Exception):
    """An action declined to act. Args: the reason for the reader, then the clause it rests on."""

    @property
    def reason(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Verdict:
    """A yes, or a no with its reason. `reason` may be a lazily translated string."""

    reason: object = ""
    clause: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def ensure(self) -> None:
        """Raise Refused with the reason unless the answer is yes."""
        if not self:
            raise Refused(self.reason, self.clause)


ALLOWED = Verdict()
