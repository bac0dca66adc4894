const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** A text on one line: control characters and line ends as escapes, so that nothing can pass for a line of its own. */
export function oneLine(text: string): string {
  return wellFormed(text).replace(/[\p{Cc}\u2028\u2029]/gu, character => NAMED[character] ?? escaped(character))
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A text with halves of characters replaced, which no encoding can write. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

/** A text as content of an XML 1.0 element; what XML cannot carry is replaced. */
export function escapeXml(text: string): string {
  return wellFormed(text)
    .replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>\r]/g, reference)
}

/** An element of XML; `content` is XML. Line ends and tabs in attributes survive their reader. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(String(value))}"`)
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`
}

function attribute(text: string): string {
  return escapeXml(text).replace(/["\t\n]/g, reference)
}

const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function reference(character: string): string {
  return REFERENCES[character] ?? `&#${character.charCodeAt(0)};`
}

/** Paragraphs that were wrapped by hand, on one line. */
export function unwrapped(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
