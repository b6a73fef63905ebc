"""Product pages built as Shopify's and WooCommerce's themes build them, with a pasted snippet rendered as they would.

No platform runs here: the few Liquid tags and PHP calls that our snippets use are evaluated; the markup and the
style resets around them are what the themes Dawn and Storefront put around a product's form.
"""

import html
import re

SHEET = """
*, *::before, *::after { box-sizing: border-box }
body { margin: 0; font: 16px/1.5 sans-serif; display: flex; flex-direction: column; min-height: 100vh }
iframe, img, video { max-width: 100% }
button, input { font: inherit; all: revert }
.page-width, .col-full { max-width: 1200px; margin: 0 auto; padding: 0 15px; width: 100% }
.product--medium, .product { display: grid; gap: 2rem }
.grid__item, .summary { min-width: 0 }
@media (min-width: 750px) { .product--medium, .product { grid-template-columns: 1fr 1fr } }
product-info:empty, div:empty, section:empty { display: none }
"""
"""Resets and grids as themes have them: among them Dawn's rule that hides what has no children of its own."""

SHOPIFY = """<!doctype html><html class="js" lang="en"><head><meta charset="utf-8"><title>Tee – Dawn</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/base.css"></head>
<body class="gradient"><main id="MainContent" class="content-for-layout focus-none" role="main">
<section id="shopify-section-template--1__main" class="shopify-section section"><product-info class="page-width">
<div class="product product--medium grid"><div class="grid__item product__media-wrapper"><h1>Tee</h1></div>
<div class="product__info-wrapper grid__item"><section class="product__info-container">
<div class="product__block"><form method="post" action="/cart/add" class="form"><button>Add to cart</button></form>
</div><div class="product__block">%s</div></section></div></div></product-info></section></main></body></html>"""

WOOCOMMERCE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tee – Storefront</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/base.css"></head>
<body class="product-template-default single single-product woocommerce-page"><div class="hfeed site">
<div id="content" class="site-content"><div class="col-full"><div id="primary" class="content-area"><main>
<div id="product-17" class="product type-product"><div class="woocommerce-product-gallery"><h1>Tee</h1></div>
<div class="summary entry-summary"><form class="cart" method="post"><button class="single_add_to_cart_button">
Add to cart</button></form>%s</div></div></main></div></div></div></div></body></html>"""

PLAIN = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Tee</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/base.css">
<h1>Tee</h1><p>Nine euros.</p>%s</html>"""


def shopify(liquid: str, handle: str) -> str:
    """A product page of Dawn with a block "Custom Liquid"."""
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", liquid, flags=re.DOTALL)
    text = re.sub(r"\{\{\s*product\.handle\s*\|\s*escape\s*\}\}", html.escape(handle), text)
    assert "{{" not in text
    assert "{%" not in text
    return SHOPIFY % text


def woocommerce(php: str, sku: str) -> str:
    """A product page of Storefront after `woocommerce_after_add_to_cart_form` was done."""
    assert "add_action('woocommerce_after_add_to_cart_form'" in php
    string = r"'((?:[^'\\]|\\.)*)'"
    shape, key = re.search(rf"printf\(\s*{string},\s*esc_attr\({string}\)", php, re.DOTALL).groups()
    assert "esc_attr($product->get_sku() ?: $product->get_slug())" in php
    plain = [re.sub(r"\\([\\'])", r"\1", one) for one in (shape, key)]
    return WOOCOMMERCE % (plain[0] % (html.escape(plain[1]), html.escape(sku)))


def plain(code: str, number: str) -> str:
    """Any page: the merchant writes the number in."""
    return PLAIN % code.replace("YOUR-PRODUCT-NUMBER", html.escape(number))
