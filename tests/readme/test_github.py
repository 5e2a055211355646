"""A page of GitHub that shows a README becomes the address of its text."""

import pytest

from catalog.readme.github import place

RAW = "https://raw.githubusercontent.com/malu/trilha"
SHA = "ef2638b0c1d2e3f405162738495a6b7c8d9e0f1a"


@pytest.mark.parametrize(
    ("page", "first", "path", "commit"),
    [
        ("https://github.com/malu/trilha", f"{RAW}/HEAD/README.md", "README.md", ""),
        ("https://github.com/malu/trilha/", f"{RAW}/HEAD/README.md", "README.md", ""),
        ("http://www.github.com/malu/trilha.git#readme", f"{RAW}/HEAD/README.md", "README.md", ""),
        ("https://github.com/malu/trilha/tree/v2", f"{RAW}/v2/README.md", "README.md", ""),
        (
            "https://github.com/malu/trilha/tree/main/docs",
            f"{RAW}/main/docs/README.md",
            "docs/README.md",
            "",
        ),
        (
            "https://github.com/malu/trilha/blob/main/docs/leia%20me.md?plain=1#L3",
            f"{RAW}/main/docs/leia%20me.md",
            "docs/leia me.md",
            "",
        ),
        (f"https://github.com/malu/trilha/blob/{SHA}/A.md", f"{RAW}/{SHA}/A.md", "A.md", SHA),
        ("https://github.com/malu/trilha/raw/main/A.md", f"{RAW}/main/A.md", "A.md", ""),
        (f"{RAW}/{SHA}/docs/A.md", f"{RAW}/{SHA}/docs/A.md", "docs/A.md", SHA),
        (f"{RAW}/refs/heads/main/A.md", f"{RAW}/refs/heads/main/A.md", "A.md", ""),
    ],
)
def test_a_page_of_a_repository(page: str, first: str, path: str, commit: str) -> None:
    found = place(page)
    assert (found.tries[0], found.paths[0]) == (first, path)
    assert (found.commit, found.author) == (commit, "malu")


def test_a_repository_may_spell_the_name_of_its_readme_otherwise() -> None:
    names = [it.rpartition("/")[2] for it in place("https://github.com/malu/trilha").tries]
    assert names == ["README.md", "readme.md", "Readme.md"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("malu/0123456789abcdef0123", "malu/0123456789abcdef0123/raw"),
        ("0123456789abcdef0123", "0123456789abcdef0123/raw"),
        (f"malu/0123456789abcdef0123/{SHA}", f"malu/0123456789abcdef0123/raw/{SHA}"),
    ],
)
def test_a_gist(page: str, text: str) -> None:
    assert place(f"https://gist.github.com/{page}").tries == (f"https://gist.github.com/{text}",)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/README.md",
        "https://github.com/malu",
        "https://github.com/malu/trilha/issues/4",
        "https://github.com/topics/mlops",
        "https://github.com.example.org/malu/trilha",
        "https://gist.github.com/malu",
        "https://raw.githubusercontent.com/malu",
        "https://[broken",
        "javascript://github.com/malu/trilha?%0Aalert(1)",
        "https://ana:segredo@github.com/malu/trilha",
        "",
    ],
)
def test_any_other_address_stays(url: str) -> None:
    assert place(url).tries == (url,)
