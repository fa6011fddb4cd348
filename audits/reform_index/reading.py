"""An index set written as YAML or JSON, and what is wrong with it. Pure; findings are Vietnamese sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from audits.enums import IndexMeasure, IndexTarget, ScoringKind, ScoringMethod
from audits.rules.scoring import PARAMETERS, RuleError, points_for

KEYS = {
    "set": (
        "code",
        "version",
        "title",
        "target_kind",
        "total",
        "first_year",
        "last_year",
        "basis",
        "domains",
    ),
    "domain": ("code", "name", "criteria"),
    "criterion": ("code", "name", "components"),
    "component": ("code", "name", "max_points", "scoring", "rule", "evidence", "measure"),
}
"""What each group of a file may say; those of "rule" depend on the scoring."""
LONGEST_CODE = {"domain": 10, "criterion": 10, "component": 12}


class LinedRow(dict[str, Any]):
    """A group of keys and values of a file that knows the line it begins in; 0 where none is known."""

    def __init__(self, values: Mapping[str, Any], line: int = 0) -> None:
        super().__init__(values)
        self.line = line


class IndexSetFileError(Exception):
    """The file is no index set; `findings` say why, one sentence each."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class ComponentData:
    code: str
    name: str
    max_points: Decimal
    scoring: str
    rule: dict[str, Any]
    evidence_hint: str
    measure: str

    @property
    def method(self) -> str:
        """A survey is scored by asking people, everything else by the unit itself."""
        is_survey = self.scoring == ScoringKind.SURVEY
        return ScoringMethod.SURVEY.value if is_survey else ScoringMethod.SELF.value


@dataclass(frozen=True, slots=True)
class CriterionData:
    code: str
    name: str
    components: list[ComponentData] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DomainData:
    code: str
    name: str
    criteria: list[CriterionData] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SetData:
    """An index set as its file says it; `first_year`, `last_year` None where it is open."""

    code: str
    version: int
    title: str
    target_kind: str
    total: Decimal
    first_year: int | None
    last_year: int | None
    basis: str
    domains: list[DomainData]

    def components(self) -> Iterator[ComponentData]:
        """All of them, in order."""
        for domain in self.domains:
            for criterion in domain.criteria:
                yield from criterion.components


class _Reader:
    """Collects what is wrong, so that a file is corrected in one go."""

    def __init__(self) -> None:
        self.findings: list[str] = []
        self.codes: set[str] = set()

    def say(self, where: str, sentence: str) -> None:
        self.findings.append(f"{where}: {sentence}")

    def mapping(self, value: Any, where: str) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self.say(where, "cần một nhóm khóa và giá trị.")
        return {}

    def only_known(self, value: Mapping[str, Any], kind: str, where: str) -> None:
        """A misspelt key would be left out in silence, and the set would say less than its file."""
        for name in value:
            if name in KEYS[kind]:
                continue
            near = get_close_matches(str(name)[:40].lower(), KEYS[kind], 1)
            hint = f"có phải là “{near[0]}”?" if near else f"chỉ nhận: {', '.join(KEYS[kind])}."
            self.say(where, f"khóa lạ “{str(name)[:40]}”; {hint}")

    def rows(self, value: Mapping[str, Any], key: str, where: str) -> list[Any]:
        rows = value.get(key)
        if isinstance(rows, list) and rows:
            return rows
        self.say(where, f"cần danh sách “{key}” có ít nhất một mục.")
        return []

    def text(
        self, value: Mapping[str, Any], key: str, where: str, longest: int, *, needed: bool = True
    ) -> str:
        text = str(value.get(key) if value.get(key) is not None else "").strip()
        if needed and not text:
            self.say(where, f"thiếu “{key}”.")
        elif len(text) > longest:
            self.say(where, f"“{key}” dài quá {longest} ký tự.")
        return text

    def code(self, value: Mapping[str, Any], where: str, kind: str) -> str:
        code = self.text(value, "code", where, LONGEST_CODE[kind])
        if code and code in self.codes:
            self.say(where, f"mã {code} đã dùng ở chỗ khác.")
        self.codes.add(code)
        return code

    def points(self, value: Mapping[str, Any], key: str, where: str) -> Decimal:
        try:
            number = Decimal(str(value.get(key)))
        except InvalidOperation:
            number = Decimal("NaN")
        exponent = number.as_tuple().exponent
        if not number.is_finite() or not 0 < number <= 9999 or not isinstance(exponent, int) or exponent < -2:
            self.say(where, f"“{key}” phải là số lớn hơn 0, nhiều nhất hai chữ số thập phân.")
            return Decimal(1)
        return number

    def whole(self, value: Mapping[str, Any], key: str, bounds: tuple[int, int], where: str) -> int | None:
        number = value.get(key)
        if number is None:
            return None
        if isinstance(number, str) and number.isascii() and number.isdigit() and len(number) < 5:
            number = int(number)
        if isinstance(number, bool) or not isinstance(number, int) or not bounds[0] <= number <= bounds[1]:
            self.say(where, f"“{key}” phải là số nguyên từ {bounds[0]} đến {bounds[1]}.")
            return None
        return number

    def choice(self, value: Mapping[str, Any], key: str, choices: list[str], where: str) -> str:
        text = str(value.get(key, ""))
        if text not in choices:
            self.say(where, f"“{key}” phải là một trong: {', '.join(choices)}.")
            return choices[0]
        return text


def read_index_set(data: Any) -> SetData:
    """The set that parsed YAML or JSON describes.

    Args:
        data: {code, version, title, target_kind, total, first_year, last_year, basis, domains: [{code, name,
            criteria: [{code, name, components: [{code, name, max_points, scoring, rule, evidence, measure}]}]}]}.

    Raises:
        IndexSetFileError: with everything that is wrong.
    """
    reader = _Reader()
    head = reader.mapping(data, "Tệp")
    reader.only_known(head, "set", "Bộ chỉ số")
    total = reader.points(head, "total", "Bộ chỉ số")
    found = SetData(
        code=reader.text(head, "code", "Bộ chỉ số", 40),
        version=reader.whole(head, "version", (1, 999), "Bộ chỉ số") or 1,
        title=reader.text(head, "title", "Bộ chỉ số", 255),
        target_kind=reader.choice(head, "target_kind", IndexTarget.values, "Bộ chỉ số"),
        total=total,
        first_year=reader.whole(head, "first_year", (2000, 2100), "Bộ chỉ số"),
        last_year=reader.whole(head, "last_year", (2000, 2100), "Bộ chỉ số"),
        basis=reader.text(head, "basis", "Bộ chỉ số", 255, needed=False),
        domains=[_domain(reader, row) for row in reader.rows(head, "domains", "Bộ chỉ số")],
    )
    _check_whole(reader, found)
    if reader.findings:
        raise IndexSetFileError(reader.findings)
    return found


def _check_whole(reader: _Reader, found: SetData) -> None:
    reached = sum((component.max_points for component in found.components()), Decimal(0))
    if reached != found.total:
        reader.say("Bộ chỉ số", f"tổng điểm các tiêu chí thành phần là {reached}, khác tổng {found.total}.")
    if not found.code.isascii() or not found.code.replace("-", "").isalnum():
        reader.say("Bộ chỉ số", "“code” chỉ gồm chữ không dấu, số và dấu gạch nối.")
    if found.first_year and found.last_year and found.last_year < found.first_year:
        reader.say("Bộ chỉ số", "năm cuối đứng trước năm đầu.")


def _place(row: Mapping[str, Any], kind: str) -> str:
    """ "Tiêu chí 1.2", and where it stands in the file if that is known."""
    named = f"{kind} {row.get('code', '?')}"
    line = row.line if isinstance(row, LinedRow) else 0
    return f"Dòng {line}, {named[0].lower()}{named[1:]}" if line else named


def _domain(reader: _Reader, row: Any) -> DomainData:
    value = reader.mapping(row, "Lĩnh vực")
    where = _place(value, "Lĩnh vực")
    reader.only_known(value, "domain", where)
    return DomainData(
        reader.code(value, where, "domain"),
        reader.text(value, "name", where, 255),
        [_criterion(reader, criterion) for criterion in reader.rows(value, "criteria", where)],
    )


def _criterion(reader: _Reader, row: Any) -> CriterionData:
    value = reader.mapping(row, "Tiêu chí")
    where = _place(value, "Tiêu chí")
    reader.only_known(value, "criterion", where)
    return CriterionData(
        reader.code(value, where, "criterion"),
        reader.text(value, "name", where, 255),
        [_component(reader, component) for component in reader.rows(value, "components", where)],
    )


def _component(reader: _Reader, row: Any) -> ComponentData:
    value = reader.mapping(row, "Tiêu chí thành phần")
    where = _place(value, "Tiêu chí thành phần")
    reader.only_known(value, "component", where)
    scoring = reader.choice(value, "scoring", ScoringKind.values, where)
    max_points = reader.points(value, "max_points", where)
    rule = dict(reader.mapping(value.get("rule") or {}, where))
    if value.get("scoring") == scoring:
        _check_parameters(reader, scoring, rule, where)
    try:
        points_for(scoring, rule, max_points, Decimal(0))
    except RuleError as error:
        reader.say(where, f"tham số “{error}” của cách chấm không đúng.")
    return ComponentData(
        code=reader.code(value, where, "component"),
        name=reader.text(value, "name", where, 400),
        max_points=max_points,
        scoring=scoring,
        rule=rule,
        evidence_hint=reader.text(value, "evidence", where, 255, needed=False),
        measure=reader.choice(value, "measure", ["", *IndexMeasure.values], where),
    )


def _check_parameters(reader: _Reader, scoring: str, rule: Mapping[str, Any], where: str) -> None:
    """A misspelt parameter would be left out in silence, and the points counted by another rule than was meant."""
    known = PARAMETERS[ScoringKind(scoring)]
    permitted = f"chỉ nhận: {', '.join(known)}" if known else "không nhận tham số nào"
    for name in rule:
        if name not in known:
            reader.say(where, f"“rule” có tham số lạ “{str(name)[:40]}”; cách chấm {scoring} {permitted}.")
