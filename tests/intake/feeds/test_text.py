"""The text of a feed, whatever wrote it."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrine.intake.feeds.text import decoded, line, tongue

CHINESE = "货号,标题\n1,纯色T恤 夏季新款 短袖上衣\n2,真丝连衣裙 修身显瘦\n3,宽松牛仔裤 直筒长裤\n"
WESTERN = "id,title\n1,Größe für Frauen, süß\n2,Chemise légère à manches\n3,Pantalón de niño\n"


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\ufeff\0")))
def test_unicode_is_read_with_and_without_a_mark(text):
    assert decoded(text.encode()) == text
    assert decoded(codecs.BOM_UTF8 + text.encode()) == text
    assert decoded(text.encode("utf-16")) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_seen_by_its_zeros(encoding):
    assert decoded(WESTERN.encode(encoding)) == WESTERN


FRENCH = "id,title\n1,Robe d'été légère à fleurs — coupe évasée, 45 €\n2,Pantalon à pinces, très léger\n"
GERMAN = "id,title\n1,Sommerkleid mit Blüten, kurze Ärmel\n2,Hose für Männer, „weich“\n"
CZECH = "id,title\n1,Dámské šaty s květinovým vzorem, délka ke kolenům\n2,Pánské tričko, žluté\n"
POLISH = "id,title\n1,Sukienka letnia, krótki rękaw, żółta\n2,Spodnie męskie, długie\n"
HUNGARIAN = "id,title\n1,Női nyári ruha virágmintával, hosszú\n2,Férfi nadrág, sűrű szövésű\n"
TURKISH = "id,title\n1,Yazlık çiçekli elbise, kısa kollu, sarı\n2,Erkek pantolon, geniş kesim\n"
RUSSIAN = "id,title\n1,Летнее платье с цветами\n2,Мужские брюки\n"
TRADITIONAL = "編號,標題\n1,純色T恤 夏季新款 短袖上衣\n2,真絲連衣裙 修身顯瘦\n"
KOREAN = "상품번호,제목,가격\n1,오버핏 반팔 티셔츠 · 화이트,19000원\n2,여성 롱 원피스 (꽃무늬),45000원\n"
JAPANESE = "id,title\n1,レディースワンピース 花柄 半袖\n2,メンズパンツ ゆったり\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"), (TRADITIONAL, "big5"), (WESTERN, "cp1252"), (FRENCH, "cp1252"), (GERMAN, "cp1252"),
        (CZECH, "cp1250"), (POLISH, "cp1250"), (HUNGARIAN, "cp1250"), (TURKISH, "cp1254"), (RUSSIAN, "cp1251"),
        (JAPANESE, "shift_jis"), (KOREAN, "euc_kr"), (KOREAN.replace("원피스", "뷁쁐똠"), "cp949"),
    ],
)  # fmt: skip
def test_other_encodings_are_told_apart(text, encoding):
    assert decoded(text.encode(encoding)) == text


def test_no_chinese_line_of_the_demo_shop_reads_as_korean():
    rows = (Path(__file__).parents[3] / "demo" / "products.csv").read_text("utf8").splitlines()
    for row in [*rows, "货号,标题,价格", "1,白色长款棉服"]:
        assert decoded(row.encode("gb18030")) == row


def test_one_line_in_another_encoding_does_not_spoil_the_others():
    data = "id,title\n1,纯色\n2,红色\n".encode() + "3,Größe\n".encode("cp1252")
    lines = decoded(data).splitlines()
    assert lines[1:3] == ["1,纯色", "2,红色"]
    assert lines[3] == "3,Größe"


@given(st.binary(max_size=400))
def test_any_bytes_have_a_text(data):
    assert isinstance(decoded(data), str)


def test_a_line_is_composed_and_without_what_cannot_be_seen():
    assert line(" a\u202eb\u0000 \n c\u0301 ") == "a b ć"
    assert line("👩\u200d🦰 裙子") == "👩\u200d🦰 裙子"


def test_the_language_is_told_by_its_characters():
    assert (tongue("Tee 纯色"), tongue("Plain tee")) == ("zh", "en")
