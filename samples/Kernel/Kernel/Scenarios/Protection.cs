namespace Strat9.Samples.Kernel;

/// <summary>What must fault does, and is survived: page 0, the pages under the stacks, writing code, executing data.</summary>
internal static class Protection
{
    public static void Run()
    {
        Check.That(Processor.ProbeRead(0) == -1, "a read of page 0 faults");
        Check.That(Processor.ProbeWrite(8, 1) == -1, "a write to page 0 faults");
        Check.That(Processor.ProbeRead(Image.StackGuard) == -1, "the page under the stack faults");
        Check.That(Processor.ProbeRead(Image.DoubleFaultStackGuard + 8) == -1, "the page under the last stack faults");
        Check.That(Processor.ProbeRead(Image.StackGuard + Paging.PageSize) >= 0, "the page above it does not");
        Check.That(Processor.ProbeWrite(Image.TextStart, 0) == -1, "text cannot be written");
        ulong alias = KernelSpace.DirectMapBase + Image.Physical(Image.TextStart).Value;
        Check.That(Processor.ProbeWrite(alias, 0) == -1, "nor through the direct map");
        Check.That(Processor.ProbeWrite(Image.TextEnd, 0) == -1, "constants cannot be written");
        Check.That(Processor.ProbeCall(Image.ReadOnlyEnd) == -1, "data cannot be executed");
        CheckRights(KernelSpace.Root);
    }

    /// <summary>Looks at every entry: none may be written and executed, and the text's frames are not writable by another name.</summary>
    private static void CheckRights(PhysAddr root)
    {
        Rights rights = default;
        rights.Walk(root, PageTable.TopLevel);
        Check.That(rights.Both == 0, "no page is writable and executable");
        Check.That(rights.Executable * Paging.PageSize == Image.TextEnd - Image.TextStart, "text is executable, and nothing else");
        Check.That(rights.TextAliases == 0, "no frame of the kernel's text is writable by another name");
        Log.Line("w^x").Number(rights.Pages).Text(" pages mapped, ").Number(rights.Writable).Text(" writable, ")
            .Number(rights.Executable).Text(" executable, ").Number(rights.Both).Text(" both").End();
    }

    private struct Rights
    {
        public ulong Pages;
        public ulong Writable;
        public ulong Executable;
        public ulong Both;
        public ulong TextAliases;

        public void Walk(PhysAddr table, int level)
        {
            PageTable entries = new(table);
            for (int i = 0; i < PageTable.Entries; i++)
            {
                PageEntry entry = entries[i];
                if (!entry.IsPresent)
                {
                    continue;
                }

                if (level > 0 && !entry.IsLarge)
                {
                    Walk(entry.Address, level - 1);
                    continue;
                }

                ulong count = PageTable.Span(level) / Paging.PageSize;
                PhysAddr end = entry.Address + PageTable.Span(level);
                bool text = entry.Address < Image.Physical(Image.TextEnd) && end > Image.Physical(Image.TextStart);
                TextAliases += text && entry.IsWritable ? count : 0;
                Pages += count;
                Writable += entry.IsWritable ? count : 0;
                Executable += entry.IsExecutable ? count : 0;
                Both += entry.IsWritable && entry.IsExecutable ? count : 0;
            }
        }
    }
}
