"""The 3-D view in a real browser: what its controls do, by mouse, keys and on a phone's width."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from groundup.report.page import render
from tests.report import walker
from tests.report.test_browser import BROWSER
from validation.browser import Page, running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine"),
]
FIND = 'const find = (name) => document.querySelector(`[data-scene="${name}"]`);'
SETTLED = "await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("scene") / "report.html"
    first, second = (walker.trial(t, name=f"walk {t:g} s", loads=False) for t in (1.2, 2.0))
    file.write_text(render(walker.analysis(first, second)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def page(report: Path) -> Iterator[Page]:
    with running(Path(str(BROWSER))) as browser:
        tab = browser.page()
        tab.open(report, 1280, 900)
        yield tab


def told(page: Page, script: str) -> object:
    return page.evaluate(f"(async () => {{ {FIND} {script} }})()")


def test_it_is_drawn_without_a_complaint_or_a_request(page: Page) -> None:
    assert told(page, 'return document.getElementById("scene").dataset.state;') == "live"
    assert told(page, f"{SETTLED} return find('canvas').width > 600;")
    assert page.complaints == []
    assert page.foreign == []


def test_the_slider_moves_figures_and_the_line_in_the_curves(page: Page) -> None:
    script = f"""
      document.querySelector('svg.chart').scrollIntoView({{behavior: 'instant'}});
      await new Promise((r) => setTimeout(r, 300));
      find('time').value = 30; find('time').dispatchEvent(new Event('input')); {SETTLED}
      const svg = document.querySelector('[data-trials] svg.chart');
      const [left, right] = svg.dataset.box.split(' ').map(Number);
      const line = svg.querySelector('.scene-cursor.left');
      return [find('instant').textContent, find('angle-left-1').textContent, find('angle-left-0').textContent,
        line.classList.contains('on'), (line.getAttribute('x1') - left) / (right - left)];
    """
    words, knee, hip, shown, share = told(page, script)
    # 60 frames of 0.02 s from 0.12 s on; the only cycle is the whole trial of 1.19 s.
    assert words.startswith("0.72 s · left cycle 50 %")
    assert knee == "40°"
    assert hip == "–", "what was not measured has no figure"
    assert shown
    assert share == pytest.approx(0.6 / 1.19, abs=0.005)


def test_keys_step_play_and_change_the_view(page: Page) -> None:
    script = f"""
      const press = (key, more = {{}}) =>
        find('canvas').dispatchEvent(new KeyboardEvent('keydown', {{key, ...more}}));
      const out = [], seconds = () => out.push(find('instant').textContent.split(' ')[0]);
      const pressed = (button) => out.push(button.getAttribute('aria-pressed'));
      const side = document.querySelector('[data-view=side]');
      press('Home'); {SETTLED} seconds(); press('ArrowRight'); {SETTLED} seconds();
      press('End'); {SETTLED} seconds();
      press('3'); pressed(side); press('ArrowLeft', {{shiftKey: true}}); pressed(side);
      press('s'); out.push(find('stick').checked); press('s');
      press(' '); pressed(find('play')); press(' '); pressed(find('play'));
      return out;
    """
    assert told(page, script) == ["0.12", "0.14", "1.30", "true", "false", True, "true", "false"]


def test_another_trial_brings_its_own_instants_and_says_why_it_has_no_forces(page: Page) -> None:
    script = f"""
      const choose = (k) => {{ find('trial').value = k; find('trial').dispatchEvent(new Event('change')); }};
      choose(1); {SETTLED} const second = [find('time').max, find('note').hidden, find('note').textContent];
      choose(0); {SETTLED} return [...second, find('time').max, find('note').hidden];
    """
    assert told(page, script) == ["99", False, "No force arrows: no force plates.", "59", False]


def test_a_click_on_a_curve_opens_a_small_view_where_the_large_one_is_out_of_sight(page: Page) -> None:
    script = f"""
      const svg = [...document.querySelectorAll('[data-trials] svg.chart')].at(-1);
      svg.scrollIntoView({{behavior: 'instant'}}); {SETTLED}
      const box = svg.getBoundingClientRect(), [left, right] = svg.dataset.box.split(' ').map(Number);
      const x = box.left + (left + 0.25 * (right - left)) / svg.viewBox.baseVal.width * box.width;
      const at = {{clientX: x, clientY: box.top + 20, bubbles: true}};
      svg.dispatchEvent(new MouseEvent('click', at)); {SETTLED}
      const docked = find('stage').classList.contains('scene-docked'), words = find('instant').textContent;
      find('undock').click();
      return [docked, words, find('stage').classList.contains('scene-docked')];
    """
    docked, words, after = told(page, script)
    assert (docked, after) == (True, False)
    assert "left cycle 25 %" in words


def test_a_picture_is_saved_with_its_caption(page: Page) -> None:
    script = """
      const caught = new Promise((done) => {
        HTMLAnchorElement.prototype.click = function () { done([this.download, this.href]); };
      });
      find('picture').click();
      const [name, address] = await caught, image = new Image();
      image.src = address; await image.decode();
      return [name, image.width, image.height - find('canvas').height > 20];
    """
    name, width, captioned = told(page, script)
    assert name.startswith("walk 1.2 s ")
    assert name.endswith(" s.png")
    assert width >= 1600
    assert captioned


def test_the_picture_shows_the_leg_and_turns(page: Page) -> None:
    script = """
      document.getElementById('scene').scrollIntoView({behavior: 'instant'});
      const canvas = find('canvas'), sheet = document.createElement('canvas'), pen = sheet.getContext('2d');
      const look = async () => {
        await new Promise((r) => setTimeout(r, 700));
        find('time').dispatchEvent(new Event('input')); await new Promise((r) => requestAnimationFrame(r));
        sheet.width = 160; sheet.height = 90; pen.drawImage(canvas, 0, 0, 160, 90);
        return [...pen.getImageData(0, 0, 160, 90).data];
      };
      document.querySelector('[data-view=front]').click(); const front = await look();
      document.querySelector('[data-view=side]').click(); const side = await look();
      const differ = front.filter((v, k) => Math.abs(v - side[k]) > 24).length;
      const warm = (data, x) => [...Array(50).keys()].some((y) => {
        const p = 4 * ((y + 10) * 160 + x);
        return data[p] - data[p + 2] > 12;
      });
      const columns = [...Array(160).keys()].filter((x) => warm(front, x));
      return [differ, columns[0], columns.at(-1)];
    """
    differ, first, last = told(page, script)
    assert differ > 300
    assert 40 < first < last < 120, "the bones, warmer than their ground, stand in the middle"


def test_on_a_phone_nothing_is_wider_than_the_screen(report: Path) -> None:
    with running(Path(str(BROWSER))) as browser:
        tab = browser.page()
        tab.open(report, 390, 844)
        out = tab.evaluate(
            "[document.documentElement.scrollWidth, document.getElementById('scene').dataset.state]"
        )
        assert out == [390, "live"]
