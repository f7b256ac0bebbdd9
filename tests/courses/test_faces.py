import pytest

pytestmark = pytest.mark.django_db


def page(client, lesson, face=""):
    response = client.get(f"{lesson.url}{'?face=' + face if face else ''}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_lesson_stands_at_its_address_and_speaks_with_its_tiers_voice(client, curriculum):
    html = page(client, curriculum["P1-1"])

    assert curriculum["P1-1"].url == "/learn/primary-lower/honest/wo-shuo-zhen-hua/"
    assert 'class="voice voice--primary-lower"' in html
    assert "data-one-by-one" in html


def test_a_self_check_can_be_answered_without_a_script(client, curriculum):
    html = page(client, curriculum["P1-1"])

    assert '<details class="check__answer">' in html
    assert "铅笔不会飞，这是想象。" in html


def test_the_class_face_has_one_idea_a_screen_and_no_inline_script(client, curriculum):
    html = page(client, curriculum["P1-1"], "class")

    assert html.count('<section class="slide ') == 16
    assert "style=" not in html
    assert "<script>" not in html
    assert "请先谢谢他" not in html  # the family page stays at home


def test_the_plan_face_has_aims_timetable_board_and_the_key_of_each_self_check(client, curriculum):
    html = page(client, curriculum["P1-1"], "plan")

    for words in (
        "能分清真话、假话和想象",
        "他会怎么说？",
        "真话　绿",
        "<li>B 我的铅笔会飞。 <strong>✓</strong></li>",
        "不评分，不贴标签。",
    ):
        assert words in html


def test_an_unknown_face_is_the_pupils_page(client, curriculum):
    assert page(client, curriculum["P1-1"], "nonsense") == page(client, curriculum["P1-1"], "other")


def test_a_law_card_says_where_it_comes_from_and_when_it_was_checked(client, curriculum):
    html = page(client, curriculum["M1"])

    for words in ("《测试条例》", "第一条", "测试来源", "2026年1月1日", "2026年11月20日", "A02"):
        assert words in html


@pytest.mark.parametrize(
    "address", ["/learn/", "/learn/primary-lower/", "/learn/primary-lower/honest/", "/learn/teachers/"]
)
def test_tiers_and_courses_are_open_to_anybody(client, curriculum, address):
    assert client.get(address).status_code == 200


def test_an_unpublished_lesson_is_not_there(client, curriculum):
    curriculum["P1-1"].unpublish()

    assert client.get("/learn/primary-lower/honest/wo-shuo-zhen-hua/").status_code == 404
