package gen

import "bytes"

// outline drops the functions that hold no facts, nine tenths of an SDK, before the parser has to read them. It relies
// on the layout of gofmt: a top-level function begins at the start of a line and ends with a brace there. Were a
// source laid out in another way, the parser would refuse what is left.
func outline(text []byte) []byte {
	kept := make([]byte, 0, len(text)/4)
	for {
		start := bytes.Index(text, []byte("\nfunc "))
		if start < 0 {
			return append(kept, text...)
		}
		start++ // the line break before it stays
		kept = append(kept, text[:start]...)
		text = text[start:]
		size := functionSize(text)
		if hasFacts(text) {
			kept = append(kept, text[:size]...)
		}
		text = text[size:]
	}
}

// functionSize is the length of the function that text begins with, without its last line break.
func functionSize(text []byte) int {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if bytes.HasSuffix(line, []byte("}")) {
		return len(line)
	}
	if end := bytes.Index(text, []byte("\n}\n")); end >= 0 {
		return end + len("\n}")
	}
	return len(text)
}

// hasFacts tells a constructor and an ElementType method by their first line.
func hasFacts(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return bytes.HasPrefix(line, []byte("func New")) || bytes.Contains(line, []byte(") ElementType() "))
}
