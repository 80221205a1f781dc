// Package suggest words what a person may have meant: the accepted values, and the one that is closest to what was given.
package suggest

import "strings"

// longest is the length from which on a text is no misspelt name.
const longest = 64

// prefix is how many letters a beginning needs to stand for the whole, as "env" does for "environment".
const prefix = 3

// Closest returns the candidate that a name most likely stands for, or "" when none is close: another spelling of the
// same words, a beginning of three letters or more, or a third of the letters wrong at most. Case, hyphens and
// underscores do not count. Of several equally close ones it is the first.
func Closest(name string, candidates []string) string {
	if len(name) > longest {
		return ""
	}
	folded := fold(name)
	best, fewest := "", max(1, len(folded)/3)+1
	for _, candidate := range candidates {
		other := fold(candidate)
		if folded == other {
			return candidate
		}
		shorter := min(len(folded), len(other))
		edits := distance(folded, other)
		if shorter >= prefix && (strings.HasPrefix(other, folded) || strings.HasPrefix(folded, other)) {
			edits = min(edits, max(1, len(folded)/3))
		}
		if edits < fewest && edits < shorter { // two slips in a word of two letters prove nothing
			best, fewest = candidate, edits
		}
	}
	return best
}

// Choice words a list of accepted values: "a, b or c".
func Choice[T ~string](values []T) string {
	var b strings.Builder
	for i, v := range values {
		switch {
		case i > 0 && i == len(values)-1:
			b.WriteString(" or ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(string(v))
	}
	return b.String()
}

// fold makes memoryGB, memory-gb and memory_gb the same.
func fold(s string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(s))
}

// distance is the number of letters to insert, delete, replace or swap with their neighbour to get from a to b.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	rows := make([][]int, len(from)+1)
	for i := range rows {
		rows[i] = make([]int, len(to)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(from); i++ {
		for j := 1; j <= len(to); j++ {
			cost := 1
			if from[i-1] == to[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(from)][len(to)]
}
