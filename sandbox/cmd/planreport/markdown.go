package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// markdown is the report. Names come from programs and are quoted, so that none of them is read as Markdown.
func (p *plan) markdown(title string, allowed bool) string {
	var out strings.Builder
	fmt.Fprintf(&out, "### %s\n\n%s\n\n", cell(title), p.verdict(allowed))
	if len(p.failures) > 0 {
		for _, failure := range p.failures {
			fmt.Fprintf(&out, "    %s\n\n", strings.ReplaceAll(failure, "\n", "\n    "))
		}
		return out.String()
	}
	if len(p.losses) > 0 {
		out.WriteString("| operation | resource | type | because of |\n| --- | --- | --- | --- |\n")
		for _, l := range p.losses {
			fmt.Fprintf(&out, "| %s | %s | %s | %s |\n", l.operation(), code(l.urn.Name()), code(string(l.urn.Type())), l.reasons())
		}
		out.WriteString("\n")
	}
	fmt.Fprintf(&out, "%s\n\n", p.summary())
	return out.String()
}

func (p *plan) verdict(allowed bool) string {
	lost := p.destructive()
	switch {
	case len(p.failures) > 0:
		return "**The preview failed.**"
	case lost == 0:
		return "Nothing that is to stay would be replaced or deleted."
	case allowed:
		return fmt.Sprintf("**%s would be replaced or deleted**, which is allowed here.", resources(lost))
	default:
		return fmt.Sprintf("**%s would be replaced or deleted, and that is not allowed here.**", resources(lost))
	}
}

func resources(count int) string {
	if count == 1 {
		return "1 resource"
	}
	return fmt.Sprintf("%d resources", count)
}

func (l loss) operation() string {
	switch {
	case l.deleted:
		return "**delete**"
	case l.routine:
		return "replace, as always"
	default:
		return "**replace**"
	}
}

func (l loss) reasons() string {
	var all []string
	for _, property := range l.because {
		all = append(all, code(property))
	}
	if l.protected {
		all = append(all, "it is protected: the update will refuse")
	}
	return strings.Join(all, ", ")
}

// summary is what the preview counts.
func (p *plan) summary() string {
	var all []string
	for _, op := range slices.Sorted(maps.Keys(p.counts)) {
		all = append(all, fmt.Sprintf("%s: %d", cell(op), p.counts[op]))
	}
	return strings.Join(all, " · ")
}

func code(text string) string { return "`" + strings.ReplaceAll(cell(text), "`", "'") + "`" }

// cell keeps text in its line and its column.
func cell(text string) string {
	return strings.NewReplacer("\n", " ", "\r", " ", "|", `\|`).Replace(text)
}
