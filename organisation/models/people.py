"""People, posts and who holds a post when (DOMAIN section 9)."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organisation.models.units import Unit
from organisation.periods import PeriodModel, period_constraint


class User(AbstractUser):
    """A person who signs in. Rights come from the posts held, never from the person."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]

    def get_full_name(self) -> str:
        """Vietnamese order: family and middle name, then given name."""
        return f"{self.last_name} {self.first_name}".strip() or self.username

    def __str__(self) -> str:
        return self.get_full_name()


class Role(models.Model):
    """What a post does in a process: "one-stop officer", "leader", "citizen".

    A role with a `group` carries rights in the system; the others only say who does a step.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    group = models.OneToOneField(
        Group, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="role"
    )
    is_everyone = models.BooleanField(
        _("every member of staff"), default=False, help_text=_("Everybody in the office has this role.")
    )
    is_external = models.BooleanField(
        _("outside the office"), default=False, help_text=_("Citizens, other agencies, the system itself.")
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class Post(PeriodModel):
    """A position in a unit ("Công chức Tư pháp - Hộ tịch"): stays when people change."""

    slug = models.SlugField(_("identifier"), unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts", verbose_name=_("unit"))
    title = models.CharField(_("title"), max_length=160)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="posts", verbose_name=_("role"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["unit", "title"]
        constraints = [period_constraint("post_period")]

    def __str__(self) -> str:
        return f"{self.title} · {self.unit.short_name}"


class Assignment(PeriodModel):
    """Who holds a post in which period, on which basis; `acting_for` names the absent holder."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("person")
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("post")
    )
    acting_for = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by_assignments",
        verbose_name=_("acting for"),
    )
    basis = models.CharField(
        _("basis"), max_length=255, blank=True, help_text=_("Decision or authorisation.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-valid_from", "pk"]
        constraints = [
            period_constraint("assignment_period"),
            models.CheckConstraint(
                name="assignment_not_acting_for_oneself",
                condition=models.Q(acting_for__isnull=True) | ~models.Q(acting_for=models.F("user")),
                violation_error_message=_("Nobody acts for himself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.post}"

    def clean(self) -> None:
        super().clean()
        if self.valid_from is None:
            raise ValidationError({"valid_from": _("Write the first day of the assignment.")})
        if self.acting_for_id and not self.basis:
            raise ValidationError(
                {"basis": _("Acting for somebody needs a basis: write the decision's number.")}
            )
        if self.user_id and self.post_id:
            self.refuse_overlap(Assignment.objects.filter(user_id=self.user_id, post_id=self.post_id))
