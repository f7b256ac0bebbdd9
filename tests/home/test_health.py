from datetime import timedelta

import pytest

from kit import clock
from trail.actions import jobs


def test_healthz_answers_without_asking_the_database(client):
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_readyz_tells_how_long_work_has_waited(client):
    jobs.enqueue("test.nothing", key="late", at=clock.now() - timedelta(seconds=90))

    report = client.get("/readyz").json()

    assert (report["ok"], report["database"], report["cache"]) == (True, True, True)
    assert 90 <= report["queue_age_s"] <= 95


@pytest.mark.django_db
def test_readyz_says_so_when_the_cache_is_away(client, settings, tmp_path):
    blocked = tmp_path / "not-a-folder"
    blocked.write_text("")
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": blocked}
    }

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["cache"]) == (503, False)


@pytest.mark.django_db
def test_metrics_are_for_this_machine_only(client):
    assert "zhixin_jobs_due 0" in client.get("/metrics").content.decode()
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404


@pytest.mark.django_db
def test_the_docs_of_the_api_are_for_this_machine_only_unless_in_a_demonstration(client, settings):
    settings.DEMO = False

    assert client.get("/api/v1/docs").status_code == 200
    assert client.get("/api/v1/docs", REMOTE_ADDR="203.0.113.7").status_code == 404


@pytest.mark.django_db
def test_there_is_no_demo_page_and_no_style_guide_in_a_real_deployment(client, settings):
    settings.DEMO = False

    assert [client.get(address).status_code for address in ("/help/demo/", "/styleguide/")] == [404, 404]


def test_the_service_worker_keeps_the_offline_page_only(client):
    text = client.get("/sw.js").content.decode()

    assert '"/offline/"' in text
    assert "cache.put" not in text


@pytest.mark.django_db
def test_robots_are_kept_from_personal_pages(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /desk/", "Disallow: /me/", "Disallow: /cms/"} <= set(lines)
    assert lines[-1].endswith("/sitemap.xml")


@pytest.mark.django_db
def test_the_sitemap_is_well_formed_and_starts_with_the_first_page(client, settings):
    from xml.etree import ElementTree

    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)

    assert tree[0][0].text == settings.BASE_URL + "/"
