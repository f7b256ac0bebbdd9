"""Every address of the platform with who may open it: read from the resolver and from what each view declares."""

import functools
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from kit.access import access_of

# Views that others wrote: everything below these beginnings, and whatever comes out of these packages.
# What is left and declares nothing is a fault.
THIRD_PARTY = ("cms/",)
THIRD_PARTY_MODULES = ("wagtail.", "django.", "allauth.", "ninja.")


@dataclass(frozen=True)
class Address:
    """`access` is "unclassified" where a view of ours declares nothing."""

    pattern: str
    name: str
    access: str
    roles: list[str]
    tenant: str
    writes: bool

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def all_addresses(resolver: URLResolver | None = None) -> list[Address]:
    found = _walk(resolver or get_resolver(), "", "")
    # ninja makes a pattern for every operation, each of which answers for all operations of its path.
    return list({(address.pattern, address.name): address for address in found}.values())


def unclassified(addresses: list[Address]) -> list[Address]:
    return [address for address in addresses if address.access == "unclassified"]


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, pattern, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield from _of_view(pattern, space + (entry.name or ""), entry.callback)


def _of_view(pattern: str, name: str, view: Any) -> Iterator[Address]:
    operations = _operations(view)
    if operations is None:
        yield _address(pattern, name, view)
        return
    for operation in operations:
        methods = "/".join(sorted(operation.methods))
        yield _address(
            pattern, f"{name.rpartition(':')[0]}:{operation.view_func.__name__} {methods}", operation.view_func
        )


def _operations(view: Any) -> list[Any] | None:
    """The operations behind one of ninja's addresses, or None for any other view."""
    for cell in getattr(view, "__closure__", None) or ():
        if isinstance(cell.cell_contents, PathView):
            return list(cell.cell_contents.operations)
    return None


def _address(pattern: str, name: str, view: Any) -> Address:
    found = access_of(view)
    if found is not None:
        return Address(pattern, name, found.kind, list(found.roles), found.tenant, found.writes)
    while isinstance(view, functools.partial):
        view = view.func
    if pattern.startswith(THIRD_PARTY) or view.__module__.startswith(THIRD_PARTY_MODULES):
        return Address(pattern, name, "third-party", [], "none", writes=True)
    return Address(pattern, name, "unclassified", [], "none", writes=False)
