"""For machines that watch: is the process alive, can it serve, how much waits."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from home import health
from kit.access import access
from kit.places import is_inside


@access("public")
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nothing else, so that a database at rest does not get the process killed."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@access("public")
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether it can serve: database and cache answer; how old the oldest waiting job is, is told but is no fault."""
    report = health.report()
    return JsonResponse(report, status=200 if report["ok"] else 503)


@access("public")
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures of `health.figures` as a text that Prometheus reads; for this machine and ADMIN_BIND only."""
    if not is_inside(request):
        raise Http404
    lines = [f"# TYPE {name} gauge\n{name} {value}\n" for name, value in health.figures().items()]
    return HttpResponse("".join(lines), content_type="text/plain; version=0.0.4; charset=utf-8")
