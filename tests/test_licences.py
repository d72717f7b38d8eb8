"""docs/licences.md says under which licence each installed package is used, and none forbids shipping with us."""

from tests import licences


def test_each_installed_package_is_listed_with_its_licence():
    listed = set(licences.FILE.read_text("utf-8").splitlines())
    wanted = licences.markdown().splitlines()
    assert [line for line in wanted if line not in listed] == [], "run `make licences`"


def test_no_licence_forbids_shipping_with_us():
    strange = {
        name: said
        for name, (_version, said) in licences.installed().items()
        if not all(licences.PERMITTED.fullmatch(part) for part in licences.parts(said))
    }
    assert strange == {}
    assert not licences.PERMITTED.fullmatch("GPL-3.0-only")
