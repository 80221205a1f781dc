package kubeform_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/internal/kubeform"
)

func TestCPU(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"1": 1000, "250m": 250, "1.5": 1500, "0.1": 100, "0.25": 250, "64": 64000, "1m": 1} {
		got, err := kubeform.CPU(text)
		assert.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "0", "0m", "250x", "1.5m", "0.0001", "1,5", "-1", "1Gi", "2k", "1 ", "m", "1e3", "99999999999999999999"} {
		p := component.NewProblems("box", "Args")
		_, ok := kubeform.CheckCPU(p, "CPU", text)
		assert.False(t, ok, text)
		assert.ErrorContains(t, p.Err(), `box: Args.CPU: need an amount of CPU such as "250m" or "1.5"`, text)
	}
}

func TestMemory(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"256Mi": 256 << 20, "1Gi": 1 << 30, "1.5Gi": 3 << 29, "128974848": 128974848, "129M": 129e6, "2G": 2e9, "1k": 1000, "4Ki": 4096, "1Ti": 1 << 40, "1T": 1e12,
	} {
		got, err := kubeform.Memory(text)
		assert.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "0", "1gb", "256MB", "1GB", "512m", "1.0001k", "0.5", "-1Gi", "Mi", "99999999Ti"} {
		p := component.NewProblems("box", "Args")
		_, ok := kubeform.CheckMemory(p, "Memory", text)
		assert.False(t, ok, text)
		assert.ErrorContains(t, p.Err(), `box: Args.Memory: need an amount of memory such as "256Mi" or "2Gi"`, text)
	}
}
