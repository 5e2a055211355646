"""Which headings become sections, and what they are called."""

from catalog.readme.parse import parse

STEP = "\n\n- [a](https://a.example.org)\n"


def titles(text: str) -> list[str]:
    return [section.title for section in parse(text).walk()]


def test_a_name_for_jumping_is_no_part_of_a_title() -> None:
    assert titles(f"# T\n\n## Um {{#um}}{STEP}\n## {{Dois}} {{: #dois }}{STEP}") == [
        "Um",
        "{Dois}",
    ]


def test_a_table_of_contents_keeps_no_section_to_itself() -> None:
    text = f"# T\n\n## Index\n\n- [Um](#um)\n\n### Um{STEP}\n### Dois{STEP}"
    readme = parse(text)
    assert [section.title for section in readme.sections] == ["Um", "Dois"]


def test_headings_that_announce_no_study() -> None:
    about = "Entre em contato|Redes sociais|Licença MIT|Contribua com o projeto!|Sobre a autora"
    about += (
        "|Contributing & License|Donation / Support us|Thanks to all of you|Sponsor this project"
    )
    for title in about.split("|"):
        assert titles(f"# T\n\n## {title}{STEP}") == [], title


def test_headings_that_only_sound_like_it() -> None:
    study = "Licenças de software|Contribuindo com open source|Redes sociais e grafos|Support"
    for title in study.split("|"):
        assert titles(f"# T\n\n## {title}{STEP}") == [title]


def test_a_list_of_places_on_the_page_is_a_map_whatever_it_says() -> None:
    places = "1. [Um](#um) – o começo\n2. [Dois](#dois) – o fim\n"
    text = f"# T\n\n{places}\n## Um{STEP}\n## Dois{STEP}"
    assert titles(text) == ["Um", "Dois"]
