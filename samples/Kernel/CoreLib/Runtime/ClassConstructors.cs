namespace System.Runtime.CompilerServices;

/// <summary>The compiler's note about one class: the constructor's address until it has run, then 0.</summary>
internal struct StaticClassConstructionContext
{
    public nint cctorMethodAddress;
}

/// <summary>Runs static constructors at their first use. There is one processor, and interrupts do not run C# that needs them.</summary>
internal static unsafe class ClassConstructorRunner
{
    private static object CheckStaticClassConstructionReturnGCStaticBase(ref StaticClassConstructionContext context, object statics)
    {
        Run(ref context);
        return statics;
    }

    private static nint CheckStaticClassConstructionReturnNonGCStaticBase(ref StaticClassConstructionContext context, nint statics)
    {
        Run(ref context);
        return statics;
    }

    private static void Run(ref StaticClassConstructionContext context)
    {
        nint constructor = context.cctorMethodAddress;
        if (constructor != 0)
        {
            context.cctorMethodAddress = 0; // before the call: a class may use itself while it is being made
            ((delegate*<void>)constructor)();
        }
    }
}
