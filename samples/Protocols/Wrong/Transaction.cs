namespace Strat9.Samples.Protocols;

public static class WrongTransfers
{
    public static void ForgetToEnd(int amount, int limit)
    {
        // Where the limit is exceeded, nobody commits or rolls back.
        var transaction = new Transaction(); // error STRAT1002
        transaction.Begin();
        transaction.Execute($"debit {amount}");
        if (amount <= limit)
        {
            transaction.Commit();
        }
    }

    public static void EndTwice()
    {
        var transaction = new Transaction();
        transaction.Begin();
        transaction.Commit();
        transaction.Rollback(); // error STRAT2002
    }

    public static void ExecuteTooEarly()
    {
        var transaction = new Transaction();
        transaction.Execute("debit"); // error STRAT2002
    }

    public static string Describe([Borrows] Transaction transaction)
    {
        switch (transaction.State) // error STRAT2005
        {
            case TransactionState.Ready: return "nothing yet";
            case TransactionState.Begun: return "under way";
        }

        return "";
    }
}
