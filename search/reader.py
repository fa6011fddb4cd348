"""Who searches, on which face of the site and for which moment: what may be found at all."""

from __future__ import annotations

from dataclasses import dataclass

from document_control.models import IssuedVersion
from document_control.policies import DocumentPolicy
from document_control.querysets import VersionQuerySet
from procedures.as_of import AsOf


@dataclass(frozen=True, slots=True)
class Reader:
    """One search's rights.

    Attributes:
        seen: the moment asked for.
        policy: the rights of a person at work; None on the public face, whoever looks at it.
        asks_old: also versions that are not in force; has no effect without the right to read them.
    """

    seen: AsOf
    policy: DocumentPolicy | None = None
    asks_old: bool = False

    @property
    def is_staff(self) -> bool:
        """Is this the staff face?"""
        return self.policy is not None

    @property
    def may_see_old(self) -> bool:
        """May the reader also read versions that are not in force?"""
        return self.policy is not None and self.policy.reads_all_versions

    @property
    def sees_old(self) -> bool:
        """Are versions that are not in force looked at?"""
        return self.asks_old and self.may_see_old

    def versions_in_force(self) -> VersionQuerySet:
        """The versions in force at the moment that the reader may read."""
        in_force = IssuedVersion.objects.in_force_at(self.seen.moment)
        return in_force.public() if self.policy is None else self.policy.readable_versions(in_force)

    def versions(self) -> VersionQuerySet:
        """Every version that may be found."""
        if self.policy is None or not self.sees_old:
            return self.versions_in_force()
        return self.policy.readable_versions(IssuedVersion.objects.uncancelled())

    @property
    def rights_key(self) -> str:
        """The same for readers who may find the same: what a cache of titles is kept by."""
        if self.policy is None:
            return "public"
        policy = self.policy
        units = ",".join(map(str, sorted(policy.unit_ids)))
        return f"{sorted(policy.roles)}|{policy.is_administrator}|{units}|{self.sees_old}"
