import pytest

from kit.access import Access, access, access_of


def test_a_view_tells_what_it_declared():
    @access("role", roles=("officer",), tenant="territory", writes=True)
    def view(request):
        return None

    assert access_of(view) == Access("role", ("officer",), "territory", True)


def test_a_view_without_declaration_tells_nothing():
    assert access_of(lambda request: None) is None


@pytest.mark.parametrize(
    ("kind", "roles", "tenant"),
    [("role", (), "none"), ("public", ("officer",), "none"), ("anybody", (), "none"), ("public", (), "county")],
)
def test_a_declaration_that_means_nothing_is_refused(kind, roles, tenant):
    with pytest.raises(ValueError, match="Access"):
        access(kind, roles=roles, tenant=tenant)
