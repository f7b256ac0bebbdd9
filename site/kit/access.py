"""Who may open an address. Each view says it once, here; `list_urls` and the access walk read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

Kind = Literal["public", "signed-in", "role", "token"]
Tenant = Literal["none", "own", "organisation", "territory"]
View = TypeVar("View", bound=Callable[..., Any])

KINDS: frozenset[str] = frozenset({"public", "signed-in", "role", "token"})
TENANTS: frozenset[str] = frozenset({"none", "own", "organisation", "territory"})


@dataclass(frozen=True)
class Access:
    """`kind` is what a caller needs, `roles` which roles when it is "role"; `tenant` whose things are shown:
    the caller's own, one organisation's, or those of the caller's territory. `writes` says that it changes something.
    """

    kind: Kind
    roles: tuple[str, ...] = ()
    tenant: Tenant = "none"
    writes: bool = False


def access(
    kind: Kind, *, roles: tuple[str, ...] = (), tenant: Tenant = "none", writes: bool = False
) -> Callable[[View], View]:
    """Declares a view's access; write it outermost. It guards nothing: the view and its actions do.

    Raises: ValueError for an unknown kind or tenant, and where roles are missing or in vain.
    """
    if kind not in KINDS or tenant not in TENANTS:
        raise ValueError(f'Access "{kind}", tenant "{tenant}": expected one of {sorted(KINDS)} and {sorted(TENANTS)}.')
    if bool(roles) != (kind == "role"):
        raise ValueError(f'Access "{kind}" with roles {roles}: roles belong to "role" and to nothing else.')

    def declare(view: View) -> View:
        view.access = Access(kind, tuple(roles), tenant, writes)  # type: ignore[attr-defined]
        return view

    return declare


def access_of(view: Any) -> Access | None:
    """What the view declared, or None."""
    return getattr(view, "access", None)
