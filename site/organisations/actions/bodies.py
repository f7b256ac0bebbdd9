"""Taking organisations in from a list: all of it or, with one refused row, nothing."""

from collections.abc import Sequence
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit import clock, spreadsheets
from kit.errors import BadInput
from kit.imports import Report
from organisations.actions import organisations
from organisations.errors import PlaceRefused
from organisations.exchange import bodies
from organisations.exchange.bodies import OrganisationDraft
from organisations.exchange.cells import Refused
from organisations.models import Division, Organisation, OrganisationKind, Ownership
from trail.actions import audit


class _Undo(Exception):
    pass


def take_in(
    file: IO[bytes], filename: str, *, by: Any, at: datetime, dry_run: bool = False, partial: bool = False
) -> Report:
    """Make what is new, change what has changed. The rows may stand in any order: an authority is made before those
    that it manages. Safe to run again.

    With `dry_run` the report says what would be done; with `partial` good rows go in beside refused ones.
    """
    report = Report()
    try:
        sheets = spreadsheets.read(file, filename)
    except BadInput as refusal:
        report.refuse("", None, "", refusal.code, refusal)
        return report
    drafts = bodies.read(sheets, report)
    try:
        with transaction.atomic():
            _Intake(clock.local(at).date(), by, report).run(drafts)
            if dry_run or (report.errors and not partial):
                raise _Undo
            _record(report, filename, by, at)
    except _Undo:
        if not dry_run:
            report.created = report.updated = report.unchanged = 0
    return report


class _Intake:
    """One import: what is there, what was made, row by row. It works inside the caller's transaction."""

    def __init__(self, day: Any, by: Any, report: Report) -> None:
        self.by, self.report = by, report
        self.divisions = {one.code: one for one in Division.objects.valid_on(day)}
        self.by_key: dict[str, list[Organisation]] = {}
        for one in Organisation.objects.select_related("parent", "managing_authority").iterator(chunk_size=2000):
            self._remember(one)

    def run(self, drafts: Sequence[OrganisationDraft]) -> None:
        """Take the rows, each after those that it names as authority or parent."""
        for draft in self._in_order(dict(enumerate(drafts))):
            self._take(draft)

    def _in_order(self, drafts: dict[int, OrganisationDraft]) -> list[OrganisationDraft]:
        makers: dict[str, list[int]] = {}
        for number, draft in drafts.items():
            for key in {draft.name, draft.uscc, draft.school_code} - {""}:
                makers.setdefault(key, []).append(number)
        after = {
            number: {
                maker
                for name in (draft.authority, draft.parent)
                if name and name not in self.by_key
                for maker in makers.get(name, [])
            }
            for number, draft in drafts.items()
        }
        while True:
            try:
                return [drafts[number] for number in TopologicalSorter(after).static_order()]
            except CycleError as circle:
                for number in set(circle.args[1]):
                    self._refuse_circle(drafts[number])
                    after.pop(number)
                after = {number: makers & after.keys() for number, makers in after.items()}

    def _take(self, draft: OrganisationDraft) -> None:
        try:
            there = self._known(draft)
            fields = self._fields(draft, there)
            if there is None:
                self._remember(organisations.create(by=self.by, **fields))
                self.report.created += 1
                return
            changed = {name: value for name, value in fields.items() if value != getattr(there, name)}
            if not changed:
                self.report.unchanged += 1
                return
            organisations.change(there, by=self.by, **changed)
            self.report.updated += 1
        except Refused as refusal:
            self.report.refuse(draft.sheet, draft.row, refusal.column, refusal.code, refusal)
        except PlaceRefused as refusal:
            self.report.refuse(draft.sheet, draft.row, "主管部门", "circle", refusal)

    def _known(self, draft: OrganisationDraft) -> Organisation | None:
        """By the unified code, by the school code, else by the name under the same authority or parent."""
        coded = [self.by_key[code][0] for code in (draft.uscc, draft.school_code) if code and self.by_key.get(code)]
        if len({one.pk for one in coded}) > 1:
            raise Refused("学校标识码", "differs", _("The two codes belong to different schools."))
        if coded:
            return coded[0]
        named = [one for one in self.by_key.get(draft.name, []) if self._stands_where(one, draft)]
        bare = [one for one in named if not (draft.uscc and one.uscc) and not (draft.school_code and one.school_code)]
        return bare[0] if bare else None

    def _stands_where(self, one: Organisation, draft: OrganisationDraft) -> bool:
        above = one.parent or one.managing_authority
        named = draft.parent or draft.authority
        return not named or (above is not None and named in {above.name, above.uscc, above.school_code})

    def _fields(self, draft: OrganisationDraft, there: Organisation | None) -> dict[str, Any]:
        parent = self._above(draft.parent, "上级单位", draft) if draft.parent else None
        authority = self._above(draft.authority, "主管部门", draft) if draft.authority else None
        if authority is not None and authority.kind != OrganisationKind.ADMINISTRATION:
            raise Refused("主管部门", "no-authority", _("Only an education administration manages others."))
        fields: dict[str, Any] = {"name": draft.name, "kind": draft.kind}
        fields |= {"uscc": draft.uscc} if draft.uscc else {}
        fields |= {"school_code": draft.school_code} if draft.school_code else {}
        fields |= {"parent": parent} if parent else {}
        fields |= {"managing_authority": authority} if authority else {}
        fields |= {"stages": [stage.value for stage in draft.stages]} if draft.stages else {}
        fields |= {"ownership": draft.ownership} if draft.ownership else {}
        if there is None:
            self._complete(draft, parent, authority, fields)
        elif draft.division:
            fields["division"] = self._division(draft.division)
        if draft.kind == OrganisationKind.ADMINISTRATION and "division" in fields:
            fields["level"] = level_of(fields["division"])
        return fields

    def _complete(
        self,
        draft: OrganisationDraft,
        parent: Organisation | None,
        authority: Organisation | None,
        fields: dict[str, Any],
    ) -> None:
        """What a new organisation needs: a place to stand, and somebody above it unless it is the first of all."""
        above = parent or authority
        if above is None and (draft.kind != OrganisationKind.ADMINISTRATION or Organisation.objects.exists()):
            raise Refused(
                "主管部门", "missing", _("Name the managing authority, or the unit that this one is part of.")
            )
        if draft.division:
            fields["division"] = self._division(draft.division)
        elif above is not None:
            fields["division"] = above.division
        else:
            raise Refused("行政区划代码", "missing", _("Give the code of the division."))
        if parent is not None and authority is None:
            fields["managing_authority"] = parent.managing_authority
        fields.setdefault("ownership", Ownership.PUBLIC)

    def _division(self, code: str) -> Division:
        if code not in self.divisions:
            reason = _("There is no division %(code)s today. Use the code that is in force.") % {"code": code}
            raise Refused("行政区划代码", "unknown-division", reason)
        return self.divisions[code]

    def _above(self, named: str, column: str, draft: OrganisationDraft) -> Organisation:
        found = {one.pk: one for one in self.by_key.get(named, [])}
        if not found:
            reason = _("“%(name)s” is neither on the list nor in the platform.") % {"name": named[:60]}
            raise Refused(column, "unknown-organisation", reason)
        if len(found) > 1:
            raise Refused(column, "ambiguous", _("Several organisations bear this name. Give the code instead."))
        return next(iter(found.values()))

    def _refuse_circle(self, draft: OrganisationDraft) -> None:
        reason = _("The rows name each other as authorities in a circle.")
        self.report.refuse(draft.sheet, draft.row, "主管部门", "circle", reason)

    def _remember(self, one: Organisation) -> None:
        for key in {one.name, one.uscc, one.school_code} - {""}:
            self.by_key.setdefault(key, []).append(one)


def level_of(division: Division) -> str:
    """A directly administered county-level place stands under the province as a city does."""
    return "city" if division.directly_administered else str(division.level)


def _record(report: Report, filename: str, by: Any, at: datetime) -> None:
    top = Organisation.objects.filter(managing_authority=None, parent=None).order_by("pk").first()
    if top is not None and (report.created or report.updated):
        counts: dict[str, Any] = {"created": report.created, "updated": report.updated, "refused": len(report.errors)}
        audit.record("organisations.imported", top, by=by, at=at, path=top.path, file=filename[:120], **counts)
