package tagging

import (
	"fmt"
	"strings"
)

// maxEdits is how many slips a misspelt key may have and still be recognised.
const maxEdits = 2

// suggest returns a question about the nearest candidate, or "".
func suggest(key string, candidates []string) string {
	near := nearest(key, candidates)
	if near == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", near)
}

// nearest returns the candidate that key most likely stands for, or "". Case does not count,
// and a beginning of three or more letters ("env") stands for the whole.
func nearest(key string, candidates []string) string {
	best, fewest := "", maxEdits+1
	key = strings.ToLower(key)
	for _, candidate := range candidates {
		lower := strings.ToLower(candidate)
		edits := distance(key, lower)
		if shorter := min(len(key), len(lower)); shorter >= 3 && edits > maxEdits &&
			(strings.HasPrefix(lower, key) || strings.HasPrefix(key, lower)) {
			edits = maxEdits
		}
		// Two slips in a word of three letters prove nothing.
		if edits < fewest && edits < min(len(key), len(lower)) {
			best, fewest = candidate, edits
		}
	}
	return best
}

// distance counts the characters to insert, delete or replace to turn a into b.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			replace := diagonal
			if r != s {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}
