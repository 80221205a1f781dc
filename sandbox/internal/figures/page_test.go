package figures_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/sandbox/internal/figures"
)

const page = `# Figures

<!-- figures: builds -->
| program |
<!-- figures: end -->

Between them.

<!-- figures: engine -->
<!-- figures: end -->
`

func TestABlockIsReplacedAndNothingElse(t *testing.T) {
	t.Parallel()
	shown, err := figures.Shown(page, "builds")
	require.NoError(t, err)
	assert.Equal(t, "| program |\n", shown)
	shown, err = figures.Shown(page, "engine")
	require.NoError(t, err)
	assert.Empty(t, shown)

	changed, err := figures.Replace(page, "engine", "| blocks |\n\n")
	require.NoError(t, err)
	assert.Equal(t, page[:len(page)-len("<!-- figures: end -->\n")]+"| blocks |\n<!-- figures: end -->\n", changed)
	again, err := figures.Replace(changed, "engine", "| blocks |")
	require.NoError(t, err)
	assert.Equal(t, changed, again)
}

func TestAStaleBlockIsTold(t *testing.T) {
	t.Parallel()
	const now = "| example |\n| --- |\n| shop |\n"
	current, err := figures.Replace(page, "engine", now)
	require.NoError(t, err)
	require.NoError(t, figures.Check(current, "engine", now))
	for name, test := range map[string]struct{ shown, want string }{
		"another row":    {"| example |\n| --- |\n| shops |\n", `need "| shop |", got "| shops |"`},
		"a row more":     {now + "| data |\n", `need "", got "| data |"`},
		"a row less":     {"| example |\n| --- |\n", `need "| shop |", got ""`},
		"nothing at all": {"", `need "| example |", got ""`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stale, err := figures.Replace(page, "engine", test.shown)
			require.NoError(t, err)
			require.EqualError(t, figures.Check(stale, "engine", now),
				`block "engine" is out of date (go run ./sandbox/cmd/figures -only engine): `+test.want)
		})
	}
	require.ErrorContains(t, figures.Check(page, "suite", now), `block "suite": need one line`)
}

func TestABlockHasToBeThere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ page, want string }{
		"no mark":   {"# Figures\n", `block "suite": need one line <!-- figures: suite -->, got 0`},
		"two marks": {"<!-- figures: suite -->\n<!-- figures: suite -->\n<!-- figures: end -->\n", "got 2"},
		"no end":    {"<!-- figures: suite -->\n| module |\n", `block "suite": need a line <!-- figures: end --> after it, got none`},
		"the end of another": {
			"<!-- figures: suite -->\n| module |\n<!-- figures: engine -->\n<!-- figures: end -->\n", "need a line <!-- figures: end --> after it",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := figures.Replace(test.page, "suite", "| module |")
			require.ErrorContains(t, err, test.want)
			_, err = figures.Shown(test.page, "suite")
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestTheFirstRowIsTheHeading(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "| a | b |\n| --- | --- |\n| 1 | 2 |\n", figures.Table([][]string{{"a", "b"}, {"1", "2"}}))
}
