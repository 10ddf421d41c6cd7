namespace Strat9.Memory;

/// <summary>The bytes of a block, in the states in which they are the holder's alone.</summary>
public static class PhysBlockBytes
{
    extension(in PhysBlock<Exclusive> block)
    {
        /// <summary>The block's bytes, 4 KiB · 2^order. Borrowed from the block: not to be used once it has moved on.</summary>
        public Span<byte> Span => Bytes(block.Handle, block.Direct);
    }

    extension(in PhysBlock<MappedExclusive> block)
    {
        /// <summary>The block's bytes, 4 KiB · 2^order. Borrowed from the block: not to be used once it has moved on.</summary>
        public Span<byte> Span => Bytes(block.Handle, block.Direct);
    }

    private static unsafe Span<byte> Bytes(BlockHandle handle, DirectMap direct) => new(direct.Pointer(handle.Base), (int)handle.Size);
}
