"""The doors of a desk: signed in, one of the named roles, and nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from kit.access import Tenant, access
from organisations import scopes

View = TypeVar("View", bound=Callable[..., Any])


def desk(*roles: str, tenant: Tenant = "territory", writes: bool = False) -> Callable[[View], View]:
    """Opens a view to holders of one of `roles` and declares its access. Whose things are shown is the view's to
    say with `visible_to`; a role alone opens no row.
    """

    def close(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
            if not scopes.has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *arguments, **named)

        return access("role", roles=tuple(roles), tenant=tenant, writes=writes)(login_required(door))  # type: ignore[return-value]

    return close
