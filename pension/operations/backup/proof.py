"""What must be the same before a backup and after its restore: the ledger and the audit chains."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pension.models import AuditChain
from pension.vocabulary.money import yuan
from subsidies.queries import whole_ledger

Sums = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Proof:
    """Rows and fen of entitlements and payments by state; length and head of each audit chain."""

    entitlements: Sums
    payments: Sums
    chains: dict[str, str]


def take() -> Proof:
    """The proof of the database as it is."""
    chains = AuditChain.objects.order_by("office_key", "day")
    return Proof(
        entitlements=_listed(whole_ledger.entitlements_by_state()),
        payments=_listed(whole_ledger.payments_by_state()),
        chains={
            f"{chain.office_key} {chain.day}": f"{chain.length} {chain.head_hash}"
            for chain in chains.iterator()
        },
    )


def differences(expected: Proof, found: Proof) -> Iterator[str]:
    """A sentence for everything that came out otherwise."""
    yield from _sums("应补", expected.entitlements, found.entitlements)
    yield from _sums("发放", expected.payments, found.payments)
    for chain in sorted(expected.chains.keys() | found.chains.keys()):
        if expected.chains.get(chain) != found.chains.get(chain):
            yield f"操作留痕（机构 {chain}）与备份时不同"


def _listed(sums: whole_ledger.Sums) -> Sums:
    return {state: list(total) for state, total in sums.items()}


def _sums(label: str, expected: Sums, found: Sums) -> Iterator[str]:
    for state in sorted(expected.keys() | found.keys()):
        if expected.get(state) != found.get(state):
            yield f"{label}（{state}）：备份时{_said(expected, state)}，现为{_said(found, state)}"


def _said(sums: Mapping[str, list[int]], state: str) -> str:
    rows, fen = sums.get(state, [0, 0])
    return f" {rows} 笔 {yuan(fen)} 元"
