//! The elements and attributes of SVG that a picture may have. What is not here is taken out.

/// Elements of the SVG namespace that draw, or help to. No script, no animation, no HTML, nothing that fetches.
pub(in crate::media) const ELEMENTS: &[&str] = &[
    "svg", "g", "defs", "symbol", "use", "switch", "view", "title", "desc", "style", "path", "rect", "circle",
    "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath", "image", "linearGradient", "radialGradient",
    "stop", "pattern", "clipPath", "mask", "marker", "filter", "feBlend", "feColorMatrix", "feComponentTransfer",
    "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow",
    "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology",
    "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
];

/// Attributes without a namespace, or with that of `xlink` or `xml`; `aria-` and `data-` are matched apart.
pub(in crate::media) const ATTRIBUTES: &[&str] = &[
    "accent-height", "alignment-baseline", "alphabetic", "amplitude", "arabic-form", "ascent", "azimuth",
    "baseFrequency", "baseProfile", "baseline-shift", "bbox", "bias", "cap-height", "class", "clip", "clip-path",
    "clip-rule", "clipPathUnits", "color", "color-interpolation", "color-interpolation-filters", "color-rendering",
    "contentStyleType", "cx", "cy", "d", "descent", "diffuseConstant", "direction", "display", "divisor",
    "dominant-baseline", "dx", "dy", "edgeMode", "elevation", "enable-background", "exponent", "fill", "fill-opacity",
    "fill-rule", "filter", "filterRes", "filterUnits", "flood-color", "flood-opacity", "font-family", "font-size",
    "font-size-adjust", "font-stretch", "font-style", "font-variant", "font-weight", "format", "fr", "fx", "fy", "g1",
    "g2", "glyph-name", "glyph-orientation-horizontal", "glyph-orientation-vertical", "gradientTransform",
    "gradientUnits", "height", "horiz-adv-x", "horiz-origin-x", "href", "id", "image-rendering", "in", "in2",
    "intercept", "isolation", "k", "k1", "k2", "k3", "k4", "kernelMatrix", "kernelUnitLength", "kerning", "lang",
    "lengthAdjust", "letter-spacing", "lighting-color", "limitingConeAngle", "marker-end", "marker-mid",
    "marker-start", "markerHeight", "markerUnits", "markerWidth", "mask", "mask-type", "maskContentUnits", "maskUnits",
    "media", "method", "mix-blend-mode", "mode", "numOctaves", "offset", "opacity", "operator", "order", "orient",
    "overflow", "paint-order", "panose-1", "path", "pathLength", "patternContentUnits", "patternTransform",
    "patternUnits", "points", "pointsAtX", "pointsAtY", "pointsAtZ", "preserveAlpha", "preserveAspectRatio",
    "primitiveUnits", "r", "radius", "refX", "refY", "requiredExtensions", "requiredFeatures", "result", "role",
    "rotate", "rx", "ry", "scale", "seed", "shape-rendering", "side", "slope", "space", "spacing", "specularConstant",
    "specularExponent", "spreadMethod", "startOffset", "stdDeviation", "stemh", "stemv", "stitchTiles", "stop-color",
    "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "style", "surfaceScale", "systemLanguage", "tableValues",
    "targetX", "targetY", "text-anchor", "text-decoration", "text-rendering", "textLength", "title", "transform",
    "transform-origin", "type", "u1", "u2", "underline-position", "underline-thickness", "unicode", "unicode-bidi",
    "unicode-range", "units-per-em", "values", "vector-effect", "version", "viewBox", "viewTarget", "visibility",
    "white-space", "width", "word-spacing", "writing-mode", "x", "x-height", "x1", "x2", "xChannelSelector", "y", "y1",
    "y2", "yChannelSelector", "z", "zoomAndPan",
];

/// Attributes of the list whose values are texts, numbers and names, never style: parentheses in them call nothing.
pub(in crate::media) const TEXTS: &[&str] = &["class", "d", "id", "lang", "points", "viewBox"];
