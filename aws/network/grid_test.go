package network_test

import (
	"net/netip"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/network"
	"github.com/groundwork-go/groundwork/component"
)

func TestTheGrid(t *testing.T) {
	t.Parallel()
	const private, isolated, public = network.Private, network.Isolated, network.Public
	for cidr, want := range map[string][]network.Subnet{
		"10.20.0.0/16": {
			{private, "eu-central-1a", "10.20.0.0/20", 4091}, {private, "eu-central-1h", "10.20.112.0/20", 4091},
			{isolated, "eu-central-1a", "10.20.128.0/21", 2043}, {isolated, "eu-central-1h", "10.20.184.0/21", 2043},
			{public, "eu-central-1a", "10.20.192.0/22", 1019}, {public, "eu-central-1h", "10.20.220.0/22", 1019},
		},
		"192.168.64.0/19": {
			{private, "eu-central-1a", "192.168.64.0/23", 507}, {private, "eu-central-1h", "192.168.78.0/23", 507},
			{isolated, "eu-central-1a", "192.168.80.0/24", 251}, {isolated, "eu-central-1h", "192.168.87.0/24", 251},
			{public, "eu-central-1a", "192.168.88.0/25", 123}, {public, "eu-central-1h", "192.168.91.128/25", 123},
		},
		"172.31.252.0/22": {
			{private, "eu-central-1a", "172.31.252.0/26", 59}, {private, "eu-central-1h", "172.31.253.192/26", 59},
			{isolated, "eu-central-1a", "172.31.254.0/27", 27}, {isolated, "eu-central-1h", "172.31.254.224/27", 27},
			{public, "eu-central-1a", "172.31.255.0/28", 11}, {public, "eu-central-1h", "172.31.255.112/28", 11},
		},
	} {
		got, err := network.Subnets(cidr, zones("ha")) // by letter, whatever the order
		require.NoError(t, err)
		assert.Equal(t, want, got, cidr)
	}
}

func TestAZoneMoreMovesNothing(t *testing.T) {
	t.Parallel()
	all, err := network.Subnets("10.20.0.0/16", zones("abcdefgh"))
	require.NoError(t, err)
	require.Len(t, all, 24)
	for _, letters := range []string{"a", "b", "h", "ab", "ac", "bc", "fgh", "abcdefg"} {
		some, err := network.Subnets("10.20.0.0/16", zones(letters))
		require.NoError(t, err)
		assert.Len(t, some, 3*len(letters))
		assert.Subset(t, all, some, letters)
	}
}

func TestSubnetsRefuses(t *testing.T) {
	t.Parallel()
	_, err := network.Subnets("10.20.0.1/24", []string{"eu-central-1a", "eu-central-1z"})
	var fields []string
	for _, e := range component.FieldErrors(err) {
		fields = append(fields, e.Field)
	}
	assert.Equal(t, []string{"CIDR", "CIDR", "AvailabilityZones[1]"}, fields)
	_, err = network.Subnets("", nil)
	assert.Len(t, component.FieldErrors(err), 2)
}

// FuzzSubnets holds every range that is accepted to what AWS asks of its subnets, and to the eighth that stays free.
func FuzzSubnets(f *testing.F) {
	for bits := uint8(15); bits <= 23; bits++ {
		f.Add(uint32(0x0a140000), bits, uint8(0xff))
		f.Add(uint32(0xffffff00), bits, uint8(0x81))
	}
	f.Add(uint32(0), uint8(24), uint8(1))
	f.Fuzz(func(t *testing.T, address uint32, bits, letters uint8) {
		own := netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(address >> 24), byte(address >> 16), byte(address >> 8), byte(address)}), int(bits%33)).Masked()
		var chosen []string
		for i := range 8 {
			if letters&(1<<i) != 0 {
				chosen = append(chosen, "eu-central-1"+string(rune('a'+i)))
			}
		}
		planned, err := network.Subnets(own.String(), chosen)
		if own.Bits() < 16 || own.Bits() > 22 || len(chosen) == 0 {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		require.Len(t, planned, 3*len(chosen))
		end := own.Addr().As4()
		last := uint32(end[0])<<24 | uint32(end[1])<<16 | uint32(end[2])<<8 | uint32(end[3])
		freeFrom := last + (1<<(32-own.Bits()))/8*7
		free := netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(freeFrom >> 24), byte(freeFrom >> 16), byte(freeFrom >> 8), byte(freeFrom)}), own.Bits()+3)
		for i, s := range planned {
			block := netip.MustParsePrefix(s.CIDR)
			assert.Equal(t, block.Masked(), block)
			assert.True(t, own.Contains(block.Addr()) && own.Overlaps(block) && block.Bits() > own.Bits(), "%s outside %s", block, own)
			assert.LessOrEqual(t, block.Bits(), 28)
			assert.Equal(t, 1<<(32-block.Bits())-5, s.UsableAddresses)
			assert.False(t, block.Overlaps(free), "%s takes the free eighth %s", block, free)
			for _, other := range planned[i+1:] {
				assert.False(t, block.Overlaps(netip.MustParsePrefix(other.CIDR)), strconv.Quote(s.CIDR+" "+other.CIDR))
			}
		}
	})
}
