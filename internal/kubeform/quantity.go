package kubeform

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/groundwork-go/groundwork/component"
)

// quantity is the part of the API's notation that sizes of containers use: digits with an optional fraction, and a unit.
var quantity = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$`)

const (
	needCPU    = `an amount of CPU such as "250m" or "1.5", from "1m", in whole thousandths`
	needMemory = `an amount of memory such as "256Mi" or "2Gi", in whole bytes`
)

func units() map[string]float64 {
	return map[string]float64{
		"": 1, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40,
	}
}

func amount(text string) (value float64, unit string, ok bool) {
	parts := quantity.FindStringSubmatch(text)
	if parts == nil {
		return 0, "", false
	}
	value, err := strconv.ParseFloat(parts[1], 64)
	return value * units()[parts[2]], parts[2], err == nil
}

// whole tells whether a value is a positive whole number; a fraction in binary may be off by its last digit.
func whole(value float64) bool {
	return value >= 1 && value < math.MaxInt64 && math.Abs(value-math.Round(value)) < 1e-6
}

// CPU reads an amount of CPU in thousandths of a core.
func CPU(text string) (int64, error) {
	value, unit, ok := amount(text)
	if thousandths := value * 1000; ok && (unit == "" || unit == "m") && whole(thousandths) {
		return int64(math.Round(thousandths)), nil
	}
	return 0, fmt.Errorf("need %s, got %q", needCPU, text)
}

// Memory reads an amount of memory in bytes. Thousandths of a byte, which the API accepts, are a slip for mebibytes.
func Memory(text string) (int64, error) {
	value, unit, ok := amount(text)
	if ok && unit != "m" && whole(value) {
		return int64(math.Round(value)), nil
	}
	return 0, fmt.Errorf("need %s, got %q", needMemory, text)
}

// CheckCPU records an amount that is none, and returns it in thousandths of a core.
func CheckCPU(p *component.Problems, field, text string) (thousandths int64, ok bool) {
	thousandths, err := CPU(text)
	if err != nil {
		p.Add(field, needCPU, text)
	}
	return thousandths, err == nil
}

// CheckMemory records an amount that is none, and returns it in bytes.
func CheckMemory(p *component.Problems, field, text string) (bytes int64, ok bool) {
	bytes, err := Memory(text)
	if err != nil {
		p.Add(field, needMemory, text)
	}
	return bytes, err == nil
}

// Seconds is a time as Kubernetes takes it.
func Seconds(d time.Duration) pulumi.Int { return pulumi.Int(int(d / time.Second)) }
