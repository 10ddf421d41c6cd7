namespace Strat9.Memory;

/// <summary>
/// Taking frames into the table by handle alone, and giving them back where they came from: a whole allocated block, a piece of one, or
/// reserved frames. The holder of an allocated block keeps its token; it gets the frames back when the last reference goes.
/// </summary>
/// <remarks>
/// A piece splits the block: while its word is locked the rest becomes <see cref="FrameState.Fragment"/>s, so that neither a claim nor
/// a return of the whole can succeed; given back, pieces merge until the whole is whole again. Words of allocated blocks are locked, and
/// fragments and adopted reserved frames changed, only under the adoption lock; this is rare work.
/// </remarks>
internal static unsafe class Adoption
{
    private const OwnerError None = default;

    /// <summary>Adopts the frames an unclaimed handle names; the caller has checked that the handle can be.</summary>
    /// <param name="metadata">The frames.</param>
    /// <param name="index">The handle's first frame.</param>
    /// <param name="order">Its order.</param>
    /// <param name="cap">The first capability.</param>
    public static OwnerError Adopt(FrameMetadata metadata, ulong index, int order, CapId cap)
    {
        uint waits = 0;
        while (true)
        {
            FrameWord word = metadata.Read(index);
            OwnerError? error = word.State switch
            {
                FrameState.Free => OwnerError.NotFound,
                FrameState.Reserved => AdoptReserved(metadata, index, order, cap),
                FrameState.Body => AdoptPart(metadata, index, order, cap),
                FrameState.Allocated or FrameState.Fragment when word.Order < order => OwnerError.Overlaps,
                FrameState.Allocated when word.Order == order => AdoptWhole(metadata, index, word, cap),
                FrameState.Allocated or FrameState.Fragment => AdoptPart(metadata, index, order, cap),
                _ when word.IsLive => WhyNotBeside(word, sameBase: true, order),
                _ => OwnerError.NotFound,
            };
            if (error is { } known)
            {
                return known;
            }

            metadata.Pause.Wait(ref waits);
        }
    }

    /// <summary>
    /// Puts a released piece back into its allocated block. The caller owns its word, which says <see cref="FrameState.Body"/>.
    /// </summary>
    public static void ReturnPart(FrameMetadata metadata, ulong index, int order)
    {
        metadata.EnterAdoption();
        int whole = (int)metadata.Slot(index)[3];
        while (order < whole)
        {
            ulong buddy = ((metadata.FirstFrame + index) ^ (1UL << order)) - metadata.FirstFrame;
            FrameWord other = metadata.Read(buddy);
            if (other.State != FrameState.Fragment || other.Order != order)
            {
                break;
            }

            ulong upper = buddy > index ? buddy : index;
            metadata.Write(upper, metadata.Read(upper).To(FrameState.Body, 0));
            index = buddy < index ? buddy : index;
            order++;
        }

        FrameState state = order == whole ? FrameState.Allocated : FrameState.Fragment;
        metadata.Slot(index)[3] = (ulong)whole;
        metadata.Write(index, metadata.Read(index).To(state, order));
        metadata.ExitAdoption();
    }

    /// <summary>Whether a live block is the one named, claimed since, or another that overlaps it.</summary>
    private static OwnerError WhyNotBeside(FrameWord live, bool sameBase, int order) =>
        sameBase && live.Order == order ? OwnerError.Stale : OwnerError.Overlaps;

    private static OwnerError? AdoptWhole(FrameMetadata metadata, ulong index, FrameWord word, CapId cap)
    {
        metadata.EnterAdoption();
        OwnerError? error = null;
        if (TryLock(metadata, index, word))
        {
            Publish(metadata, index, FrameState.AdoptedBlock, word.Order, cap);
            error = None;
        }

        metadata.ExitAdoption();
        return error;
    }

    /// <summary>
    /// Locks the word of an allocated block, with the adoption lock held, and waits until no owner of a magazine can be about to store a
    /// word it made before. False when that has happened, or the word had changed already; the caller looks again.
    /// </summary>
    private static bool TryLock(FrameMetadata metadata, ulong index, FrameWord word)
    {
        if (word.IsLocked || !metadata.TryChange(index, word, word.Locked))
        {
            return false;
        }

        metadata.Magazines.WaitForOwners();

        // Only adoptions lock allocated words, one at a time: if it is locked, it is by us.
        return metadata.Read(index).Bits == word.Locked.Bits;
    }

    private static OwnerError? AdoptReserved(FrameMetadata metadata, ulong index, int order, CapId cap)
    {
        metadata.EnterAdoption();
        OwnerError error = FindReserved(metadata, index, order);
        if (error == None)
        {
            Publish(metadata, index, FrameState.AdoptedReserved, order, cap);
        }

        metadata.ExitAdoption();
        return error;
    }

    /// <summary>Whether every frame is reserved and none of them adopted.</summary>
    private static OwnerError FindReserved(FrameMetadata metadata, ulong index, int order)
    {
        if (metadata.TryFindHead(index, liveOnly: false, out ulong head, out FrameWord covering))
        {
            return covering.IsLive ? WhyNotBeside(covering, head == index, order) : OwnerError.NotFound;
        }

        OwnerError error = None;
        for (ulong i = index; i < index + (1UL << order); i++)
        {
            FrameWord word = metadata.Read(i);
            if (word.State == FrameState.AdoptedReserved)
            {
                error = OwnerError.Overlaps;
            }
            else if (word.State != FrameState.Reserved)
            {
                return OwnerError.NotFound;
            }
        }

        return error;
    }

    private static OwnerError? AdoptPart(FrameMetadata metadata, ulong index, int order, CapId cap)
    {
        metadata.EnterAdoption();
        OwnerError? error = TryAdoptPart(metadata, index, order, cap);
        metadata.ExitAdoption();
        return error;
    }

    private static OwnerError? TryAdoptPart(FrameMetadata metadata, ulong index, int order, CapId cap)
    {
        if (!metadata.TryFindHead(index, liveOnly: false, out ulong head, out FrameWord word))
        {
            return null;
        }

        if (word.IsLive)
        {
            return WhyNotBeside(word, head == index, order);
        }

        ulong whole;
        if (word.State == FrameState.Fragment)
        {
            if (word.Order < order)
            {
                return OwnerError.Overlaps;
            }

            whole = metadata.Slot(head)[3];
        }
        else if (word.State == FrameState.Allocated)
        {
            if (word.Order <= order || !TryLock(metadata, head, word))
            {
                return null; // changed since the caller looked
            }

            whole = (ulong)word.Order;
        }
        else
        {
            return OwnerError.NotFound;
        }

        Split(metadata, head, word.Order, index, order, whole);
        metadata.Slot(index)[3] = whole;
        Publish(metadata, index, FrameState.AdoptedPart, order, cap);
        if (head != index)
        {
            // The head unlocks last: who waits for it finds the piece live.
            int rest = Lowest(metadata.FirstFrame + head, metadata.FirstFrame + index);
            metadata.Slot(head)[3] = whole;
            metadata.Write(head, metadata.Read(head).To(FrameState.Fragment, rest));
        }

        return None;
    }

    /// <summary>Makes fragments of everything around the piece but the head of the block, which stays locked.</summary>
    private static void Split(FrameMetadata metadata, ulong head, int from, ulong index, int to, ulong whole)
    {
        ulong current = head;
        for (int order = from - 1; order >= to; order--)
        {
            ulong upper = current + (1UL << order);
            ulong rest = index >= upper ? current : upper;
            current = index >= upper ? upper : current;
            if (rest != head)
            {
                metadata.Slot(rest)[3] = whole;
                metadata.Write(rest, metadata.Read(rest).To(FrameState.Fragment, order));
            }
        }
    }

    /// <summary>The order of the fragment that keeps the head: up to the highest bit in which the piece's place differs.</summary>
    private static int Lowest(ulong head, ulong index) => System.Numerics.BitOperations.Log2(head ^ index);

    private static void Publish(FrameMetadata metadata, ulong index, FrameState state, int order, CapId cap)
    {
        Volatile.Write(ref metadata.Slot(index)[1], cap.Value);
        metadata.Write(index, metadata.Read(index).ToClaimed(state, order));
    }
}
